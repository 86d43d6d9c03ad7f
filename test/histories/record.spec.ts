import { MemoryEventLog } from '@adapters/event-log-memory';
import type { StoredEvent } from '@application/ports';
import { dispatcherCatalog } from '@domain/dispatcher';
import { idsCatalog } from '@domain/ids';
import { jobCatalog } from '@domain/job';
import { nameCatalog, resourceCatalog } from '@domain/resource';
import { workflowRunCatalog } from '@domain/workflow-run';
import { workflowGraphCatalog } from '@domain/workflow-template';
import { AGGREGATES } from './aggregates.js';
import { Narrator, type Story } from './narrator.js';
import { keepRecordings, type Recording } from './recording.js';
import { BOOKKEEPING } from './stories/bookkeeping.js';
import { JOBS } from './stories/jobs.js';
import { TEMPLATES } from './stories/templates.js';
import { WORKFLOW_JOBS } from './stories/workflow-jobs.js';

const STORIES: readonly Story[] = [...JOBS, ...WORKFLOW_JOBS, ...TEMPLATES, ...BOOKKEEPING];

const recorded = async ({ stream, aggregate, tell }: Story): Promise<Recording> => {
  const log = new MemoryEventLog();
  await tell(new Narrator(log));
  const events: StoredEvent[] = [];
  for await (const event of log.readStream(stream)) events.push(event);
  return { aggregate, state: AGGREGATES[aggregate]?.(events) as object, events };
};

describe('the stories that a release records', () => {
  const recordings = new Map<string, Recording>();
  beforeAll(async () => {
    for (const story of STORIES) recordings.set(story.stream, await recorded(story));
  });

  it.each([
    ['dispatcher', dispatcherCatalog],
    ['ids', idsCatalog],
    ['job', jobCatalog],
    ['name', nameCatalog],
    ['resource', resourceCatalog('JobTemplate', true)],
    ['workflow-run', workflowRunCatalog],
    ['workflow-template', workflowGraphCatalog],
  ])('tell every event of %s', (wanted, catalog) => {
    const told = [...recordings.values()].filter(({ aggregate }) => aggregate === wanted);
    const types = new Set(told.flatMap(({ events }) => events.map(({ type }) => type)));
    expect(Object.keys(catalog).filter((type) => !types.has(type))).toEqual([]);
  });

  // Once per release: RECORD_RELEASE=0.2.0 npx jest test/histories/record
  const release = process.env['RECORD_RELEASE'];
  if (release) it('are kept', () => keepRecordings(release, recordings));
});
