import { Api, DemoFailed, isFound, textOf, type ApiAccess } from './api.js';
import { Board, type Out } from './board.js';
import { curlText } from './curl-text.js';
import { explanation } from './explanation.js';
import { loadDemo } from './load.js';
import { LAUNCH, QUESTION, WORKFLOW_NAME } from './plan.js';
import { layPlaybooks } from './playbooks.js';
import { watchWorkflow, type Ended } from './watch.js';

export interface DemoSettings extends ApiAccess {
  /** Where the server looks for manual projects. */
  readonly projectsRoot: string;
  readonly out: Out;
}

/** `was there`: loaded before, nothing was touched. `failed`: `out` says why; the next start takes it up again. */
export type DemoOutcome = 'ran' | 'was there' | 'failed' | 'stopped';

/** Loads the demo through the API, launches its workflow, shows the run and says where one value came from. */
export const runDemo = async ({ projectsRoot, out, ...access }: DemoSettings): Promise<DemoOutcome> => {
  try {
    return await run(access, projectsRoot, out);
  } catch (error) {
    if (access.signal?.aborted) return 'stopped';
    if (!(error instanceof DemoFailed)) throw error;
    say(out, `The demo came to a stop: ${error.message}`);
    return 'failed';
  }
};

const run = async (access: ApiAccess, projectsRoot: string, out: Out): Promise<DemoOutcome> => {
  const api = new Api(access);
  const known = await api.list('workflow_job_templates/', { name: WORKFLOW_NAME });
  if (known.length > 0) return 'was there';
  say(out, '\nLoading the demo through the API: organization, inventory, project, job templates, workflow.');
  layPlaybooks(projectsRoot);
  const template = await loadDemo(api);
  const launched = await api.post(`workflow_job_templates/${template}/launch/`, LAUNCH);
  if (!isFound(launched)) throw new DemoFailed('the launch answered without an id');
  say(out, `Launched "${WORKFLOW_NAME}" as workflow job ${launched.id} with ${JSON.stringify(LAUNCH)}.\n`);
  const ended = await watchWorkflow(api, launched.id, new Board(out));
  say(out, `\nWorkflow job ${launched.id} ended: ${textOf(ended.workflowJob['status'])}.\n`);
  await explain(api, ended, out);
  say(out, curlText(access, template));
  return 'ran';
};

/** Answers for one variable that several layers supplied. A node that did not run, as after a cancel, has no answer. */
const explain = async (api: Api, { nodes }: Ended, out: Out): Promise<void> => {
  const job = nodes.find(({ identifier }) => identifier === QUESTION.node)?.job ?? null;
  if (job === null) return;
  const record = await api.get(`jobs/${job}/provenance/?variable=${QUESTION.variable}`);
  say(out, explanation(job, QUESTION.variable, record));
};

const say = (out: Out, text: string): void => void out.write(`${text}\n`);
