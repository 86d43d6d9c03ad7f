import { type Condition, RIGHTS, closureOf, roleConditionOf, rulesOf } from '@domain/access';
import type { Method } from '../../apps/server/src/http/routing/endpoint.js';
import type { Operation } from './requests.js';

/** Kinds whose rights are decided by the roles of something else. */
const DECIDING: Readonly<Record<string, string>> = {
  ...{ host: 'inventory', group: 'inventory', job: 'job_template', project_update: 'project' },
  ...{ label: 'organization', execution_environment: 'organization', o_auth2_application: 'organization' },
  ...{ workflow_job: 'workflow_job_template', workflow_job_template_node: 'workflow_job_template' },
};

/** Conditions that are no roles, as the columns call them. */
const FACTS: Readonly<Record<string, string>> = {
  ...{ everyone: 'everyone', self: 'oneself', creator: 'creator', global: 'everyone, if of no organization' },
  ...{ 'orphan.creator': 'creator, without template', is_superuser: 'everyone, of superusers' },
};

const PLACES: Readonly<Record<string, string>> = {
  somewhere: 'any organization',
  shared: 'an organization of the user',
  everywhere: 'all organizations of the user',
  carried: 'what carries it',
  orphan: 'organization, without template',
};

const short = (role: string): string => role.replace(/_role$/, '').replaceAll('_', ' ');
const words = (kind: string): string => kind.replaceAll('_', ' ');

/** Everybody who has a right by this condition, as columns of the matrix. */
const columnsOf = (kind: string, condition: Condition): readonly string[] => {
  const orphan = /^orphan\.organization\.(\w+)$/.exec(condition)?.[1];
  if (orphan !== undefined) return [`${PLACES['orphan'] ?? ''}: ${short(orphan)}`];
  const asked = roleConditionOf(condition);
  if (!asked) return [FACTS[condition] ?? condition];
  const { place = DECIDING[kind] ?? kind, role } = asked;
  if (PLACES[place] !== undefined) return [`${PLACES[place]}: ${short(role)}`];
  const { own, ofOrganization } = closureOf(place, role);
  return [
    ...own.map((one) => `${words(place)}: ${short(one)}`),
    ...ofOrganization.map((one) => `organization: ${short(one)}`),
  ];
};

const isRead = (action: string): boolean => action === 'read' || action === 'audit';

/** Rights of a kind x those who have them. */
const matrixOf = (kind: string, rights: Readonly<Record<string, readonly Condition[]>>): string => {
  const holders = new Map(
    Object.entries(rights).map(([action, conditions]) => [
      action,
      new Set([
        ...(isRead(action) ? ['system auditor'] : []),
        ...conditions.flatMap((condition) => columnsOf(kind, condition)),
      ]),
    ]),
  );
  const actions = [...holders.keys()];
  const columns = [...new Set([...holders.values()].flatMap((names) => [...names]))].sort();
  const rows = columns.map(
    (name) => `| ${name} | ${actions.map((one) => (holders.get(one)?.has(name) ? 'x' : '')).join(' | ')} |`,
  );
  return [`| | ${actions.join(' | ')} |`, `| --- |${' :-: |'.repeat(actions.length)}`, ...rows].join('\n');
};

const needsOf = ({ target, method }: Operation): string =>
  rulesOf(target.rules[method] ?? [])
    .map((rule) => `\`${rule}\``)
    .join(' and ');

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Paths of one beginning, with what each of their methods needs. */
const operationsOf = (operations: readonly Operation[]): string => {
  const paths = [...new Set(operations.map(({ target }) => target.path))];
  const cell = (path: string, method: Method): string => {
    const found = operations.find((one) => one.target.path === path && one.method === method);
    return found ? `${method} ${needsOf(found)}` : '';
  };
  const rows = paths.map((path) => {
    const cells = METHODS.map((method) => cell(path, method)).filter((text) => text !== '');
    return `| \`${path.replace('/api/v2', '')}\` | ${cells.join(', ')} |`;
  });
  return ['| path | needs |', '| --- | --- |', ...rows].join('\n');
};

/** The part of docs/access.md that follows from the declarations. */
export const accessDocument = (operations: readonly Operation[]): string => {
  const matrices = Object.entries(RIGHTS).map(([kind, rights]) => `### ${words(kind)}\n\n${matrixOf(kind, rights)}`);
  const segments = [...new Set(operations.map(({ target }) => segmentOf(target.path)))].sort();
  const lists = segments.map((segment) => {
    const here = operations.filter(({ target }) => segmentOf(target.path) === segment);
    return `### ${words(segment)}\n\n${operationsOf(here)}`;
  });
  return ['## Rights and roles', ...matrices, '## Operations and rights', ...lists].join('\n\n');
};

const segmentOf = (path: string): string => path.split('/')[3] || 'root';
