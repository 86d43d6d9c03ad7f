/**
 * Kills this very process, as a power cut would, when it reaches the point that `CAIRN_CRASH_AT` names for the n-th time:
 * `run:started`, `after:jobs-from-nodes:3`. For tests of what a crash leaves behind; without the variable nothing is armed.
 */
export const crashPoints = (
  environment: Readonly<Record<string, string | undefined>>,
  die: () => void = () => process.kill(process.pid, 'SIGKILL'),
): ((point: string) => void) | undefined => {
  const armed = environment['CAIRN_CRASH_AT'];
  if (!armed) return undefined;
  const { point, count } = parsed(armed);
  let left = count;
  return (reached) => {
    if (reached === point && --left === 0) die();
  };
};

const parsed = (armed: string): { readonly point: string; readonly count: number } => {
  const [, point, count] = /^(.+?):(\d+)$/.exec(armed) ?? [];
  return point === undefined ? { point: armed, count: 1 } : { point, count: Number(count) };
};
