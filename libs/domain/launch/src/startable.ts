import type { Draft } from './draft.js';
import { missingPasswords } from './launch-checks.js';
import type { ComposeRequest, LaunchMode, Startable, StartProblem } from './types.js';

/** Whether the job that was composed can run at all; if not it ends in `error` at once with this text (spec precedence.md §9). */
export const judgeStart = (request: ComposeRequest, draft: Draft): Startable => {
  const obstacle = findObstacle(request, draft);
  if (obstacle === null) return { ok: true };
  return { ok: false, code: obstacle.code, explanation: [obstacle.text, ...refusedPrompts(draft)].join('\n') };
};

interface Obstacle {
  readonly code: StartProblem;
  readonly text: string;
}

const findObstacle = (request: ComposeRequest, draft: Draft): Obstacle | null => {
  const { target, mode } = request;
  if (target.kind === 'workflow_job_template') return recursion(request);
  if (target.kind !== 'job_template') return null;
  const isWorkflow = mode === 'spawn';
  if ((draft.effective.inventory ?? null) === null)
    return { code: 'missing_resource', text: missing(isWorkflow, 'inventory') };
  if (target.project === null) return { code: 'missing_resource', text: missing(isWorkflow, 'project') };
  return missingPasswords(request, draft).length > 0 ? { code: 'passwords_needed', text: lacksPasswords(mode) } : null;
};

const missing = (isWorkflow: boolean, resource: string): string =>
  isWorkflow
    ? 'Job spawned from workflow could not start because it was missing a related resource such as project or inventory'
    : `Job could not start because it does not have a valid ${resource}.`;

const lacksPasswords = (mode: LaunchMode): string =>
  `${mode === 'spawn' ? 'Job spawned from workflow' : 'Scheduled job'} could not start because it was not in the right ` +
  'state or required manual credentials';

const recursion = ({ target, enclosing }: ComposeRequest): Obstacle | null => {
  if (enclosing === undefined || !enclosing.some(({ id }) => id === target.ref.id)) return null;
  const order = [target.ref, ...enclosing].map(({ id, name }) => `<${name}-${id}>`).join(', ');
  return {
    code: 'recursion',
    text:
      'Workflow Job spawned from workflow could not start because it would result in recursion ' +
      `(spawn order, most recent first: ${order})`,
  };
};

/** One line for each refused prompt: it may be the very reason. */
const refusedPrompts = ({ decisions }: Draft): readonly string[] =>
  decisions.flatMap(({ field, key, rejected }) =>
    rejected.map(({ message }) => `Rejected prompts: ${key === undefined ? field : `${field}.${key}`} (${message})`),
  );
