import { JOB_ENDS, type ProcessManager } from '@application/processes';

/** Passwords that were typed at a launch are needed no more once the job has started, or is over without a start. */
export const forgottenPasswords = (passwords: { forget(job: number): Promise<void> }): ProcessManager => ({
  name: 'forgotten-passwords',
  reactsTo: ['JobStarted', ...JOB_ENDS],
  handle: (event) => passwords.forget(Number(event.stream.slice(event.stream.indexOf('-') + 1))),
});
