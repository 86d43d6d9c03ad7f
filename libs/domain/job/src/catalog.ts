import type { EventCatalog } from '@domain/kernel';
import type { JobEvent } from './messages.js';

export const jobCatalog: EventCatalog<JobEvent> = {
  TemplateLaunched: { schema: 1, about: 'A job was launched: by whom, from what, with which values and why these.' },
  JobCopied: { schema: 1, about: 'A job was repeated without its template: the fields of the job it copies.' },
  PromptRejected: { schema: 1, about: 'A field or variable was refused at launch, and by which rule.' },
  JobQueued: { schema: 1, about: 'The job waits for a slot; the names of the passwords typed for it.' },
  DependenciesLinked: {
    schema: 1,
    about: 'The updates this job waits for, and why each was created, shared or reused.',
  },
  JobBlocked: { schema: 1, about: 'What the job waits for has changed.' },
  JobAdmitted: { schema: 1, about: 'The job got a slot and was handed to a runner under one attempt.' },
  JobAdopted: { schema: 1, about: 'The runner that had the job is lost; another one goes on with the same attempt.' },
  PreStartCheckFailed: { schema: 1, about: 'The job was admitted but lacks something it needs to start.' },
  JobStarted: {
    schema: 1,
    about: 'The process runs: its command line, directory, masked environment, injected variables.',
  },
  HostStatsReported: { schema: 1, about: 'The final statistics of the play, host by host.' },
  ArtifactsRecorded: { schema: 1, about: 'What the play left with set_stats for the jobs after it.' },
  ProjectSynced: { schema: 1, about: 'The revision that a project update checked out.' },
  OutputClosed: { schema: 1, about: 'No more output comes; how many events there are.' },
  JobCancelRequested: { schema: 1, about: 'Someone, or a job it depends on, asked to cancel.' },
  JobSucceeded: { schema: 1, about: 'The one end of the job: it did what it was to do.' },
  JobFailed: { schema: 1, about: 'The one end of the job: the play or a precondition failed.' },
  JobErrored: { schema: 1, about: 'The one end of the job: the system could not run it.' },
  JobCanceled: { schema: 1, about: 'The one end of the job: it was canceled.' },
  JobDeleted: { schema: 1, about: 'The job is hidden from the API; its history stays.' },
};
