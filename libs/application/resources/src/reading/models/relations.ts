import type { QueryRelation } from '@application/queries';
import type { RelationDeclaration, ResourceDeclaration } from '../../declaration/resource.js';
import { RESOURCES, kindOf } from '../../registry.js';
import { expressionsOf } from './expressions.js';
import { columnsOf, linkRelations, linkTable } from '../tables.js';

const forward = (kind: ResourceDeclaration): readonly QueryRelation[] => {
  const references = columnsOf(kind).flatMap(({ name, target }): QueryRelation[] =>
    target === undefined ? [] : [{ kind: 'one', name, target: kindOf(target).model }],
  );
  const signatures = ['created_by', 'modified_by'].map((name): QueryRelation => ({
    kind: 'one',
    name,
    target: 'User',
  }));
  return kind.signed ? [...references, ...signatures] : references;
};

const declared = (kind: ResourceDeclaration, relation: RelationDeclaration): QueryRelation => {
  const { name, foreignKey, via } = relation;
  const target = kindOf(relation.target);
  if (foreignKey !== undefined) return { kind: 'many', name, target: target.model, targetColumn: foreignKey };
  const isIncoming = via !== undefined;
  return {
    kind: 'many-to-many',
    name,
    target: target.model,
    via: isIncoming
      ? { table: linkTable(target, via), parent: 'child_id', child: 'parent_id' }
      : { table: linkTable(kind, name), parent: 'parent_id', child: 'child_id' },
  };
};

/** The other ends of what other kinds declare: `job_templates` of a project, of a label. */
const backward = (kind: ResourceDeclaration): readonly QueryRelation[] =>
  RESOURCES.flatMap((other) => [
    ...columnsOf(other)
      .filter(({ name, target }) => target === kind.type && name === target)
      .map(({ name }): QueryRelation => ({ kind: 'many', name: other.path, target: other.model, targetColumn: name })),
    ...linkRelations(other)
      .filter(({ target }) => target === kind.type && other.type !== kind.type)
      .map(({ name }): QueryRelation => ({
        kind: 'many-to-many',
        name: other.path,
        target: other.model,
        via: { table: linkTable(other, name), parent: 'child_id', child: 'parent_id' },
      })),
  ]);

/** Relations that filters may follow; where two have a name, the kind's own declaration comes first. */
export const queryRelations = (kind: ResourceDeclaration): readonly QueryRelation[] => {
  const all = [
    ...forward(kind),
    ...kind.relations.map((relation) => declared(kind, relation)),
    ...FOREIGN.filter(({ of }) => of === kind.type).map(({ relation }) => relation),
    ...backward(kind),
  ];
  return [...new Map(all.toReversed().map((relation) => [relation.name, relation])).values()].toReversed();
};

/** What the last job on a host left behind: the host itself does not hold it. */
const ofLastJob = (name: string, target: string): { readonly of: string; readonly relation: QueryRelation } => {
  const column = expressionsOf('host')[name];
  return { of: 'host', relation: { kind: 'one', name, target, ...(column && { column }) } };
};

/** Of everything that can be run. */
export const SCHEDULES: QueryRelation = {
  ...{ kind: 'many', name: 'schedules', target: 'Schedule', targetColumn: 'unified_job_template' },
};

/** What other projections keep: runs, schedules, and nodes of workflows. */
const FOREIGN: readonly { readonly of: string; readonly relation: QueryRelation }[] = [
  ...['job_template', 'workflow_job_template', 'project', 'system_job_template'].map((of) => ({
    of,
    relation: SCHEDULES,
  })),
  ofLastJob('last_job', 'Job'),
  ofLastJob('last_job_host_summary', 'JobHostSummary'),
  { of: 'job_template', relation: { kind: 'many', name: 'jobs', target: 'Job', targetColumn: 'unified_job_template' } },
  {
    of: 'workflow_job_template',
    relation: { kind: 'many', name: 'workflow_jobs', target: 'WorkflowJob', targetColumn: 'unified_job_template' },
  },
  {
    of: 'workflow_job_template',
    relation: {
      kind: 'many',
      name: 'workflow_job_template_nodes',
      target: 'WorkflowJobTemplateNode',
      targetColumn: 'workflow_job_template',
    },
  },
  {
    of: 'project',
    relation: { kind: 'many', name: 'project_updates', target: 'ProjectUpdate', targetColumn: 'unified_job_template' },
  },
  {
    of: 'system_job_template',
    relation: { kind: 'many', name: 'jobs', target: 'SystemJob', targetColumn: 'unified_job_template' },
  },
];
