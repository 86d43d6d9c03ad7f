import { type Json, Numeral, type Value, type Variables } from '@domain/kernel';
import {
  type ComposeRequest,
  type CredentialRef,
  exclusivityKey,
  type LaunchTarget,
  type Layer,
  type PromptField,
  PROMPTS,
  type Scalar,
} from '@domain/launch';
import * as fc from 'fast-check';
import { credential, jobTemplate, question, sealed, workflowTemplate } from '@testing/launch';

/** The clear text behind every password answer. */
export const SECRET = 'hunter2-in-clear';
const names = ['env', 'n', 'p', 'free', '__proto__', 'constructor'];

const json: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>('', 'a', 'b', 0, 7, true, null, new Numeral('3.0'), new Numeral('98765432109876543210')),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.dictionary(fc.string({ maxLength: 3 }), fc.integer(), { maxKeys: 2 }).map((item) => ({ ...item })),
);
const value = (key: string): fc.Arbitrary<Value> =>
  key === 'p'
    ? fc.constantFrom<Value>(sealed('one'), sealed('two'), { v: '' }, { v: '$encrypted$' })
    : fc.oneof(
        json.map((v): Value => ({ v })),
        fc.constant<Value>(sealed('other')),
      );

/** Plain and sealed ones, under names that could hurt. */
export const variables: fc.Arbitrary<Variables> = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 5 })
  .chain((keys) => fc.tuple(...keys.map((key) => value(key).map((item): [string, Value] => [key, item]))))
  .map((entries) => Object.fromEntries(entries));

const scalars: fc.Arbitrary<Record<string, Scalar | null>> = fc.record(
  {
    limit: fc.constantFrom('', 'web', 'db'),
    scm_branch: fc.constantFrom('', 'main', 'dev'),
    verbosity: fc.constantFrom(0, 3),
    diff_mode: fc.boolean(),
    job_slice_count: fc.constantFrom(1, 2, 9),
    inventory: fc.constantFrom(3, 4, null),
  },
  { requiredKeys: [] },
);
const credentials: fc.Arbitrary<CredentialRef[]> = fc.uniqueArray(
  fc.constantFrom(
    credential('ssh', 1),
    credential('ssh', 2),
    credential('aws', 3),
    credential('vault', 4, { vaultId: 'a' }),
  ),
  { selector: exclusivityKey, maxLength: 3 },
);
const named = (id: number) => ({ id, name: `n${id}` });
const lists = fc.uniqueArray(fc.constantFrom(named(1), named(2), named(3)), { selector: ({ id }) => id, maxLength: 3 });

const asks = fc.dictionary(fc.constantFrom(...(Object.keys(PROMPTS) as PromptField[])), fc.boolean());
const survey = fc.option(
  fc.constant({
    questions: [
      question('env', { required: true, default: { v: 'dev' } }),
      question('n', { type: 'integer', max: 5, default: { v: 1 } }),
      question('p', { type: 'password', default: sealed('default') }),
    ],
    revealed: { p: SECRET },
  }),
);

/** Job and workflow templates. */
export const target: fc.Arbitrary<LaunchTarget> = fc
  .record({
    values: scalars,
    variables,
    asks,
    survey,
    credentials,
    labels: lists,
    instanceGroups: lists,
    isWorkflow: fc.boolean(),
  })
  .map(({ isWorkflow, ...over }) => (isWorkflow ? workflowTemplate(over) : jobTemplate(over)));

const layer = (gate: Layer['gate']): fc.Arbitrary<Layer> =>
  fc
    .record({ prompts: scalars, variables, credentials, labels: lists, instanceGroups: lists }, { requiredKeys: [] })
    .map((given): Layer => ({ ...given, source: { source: 'node', ref: 'wfjt-20' }, gate, revealed: { p: SECRET } }));

/** A launch of any mode, under the rules of its template and past them. */
export const request: fc.Arbitrary<ComposeRequest> = fc.record({
  target,
  mode: fc.constantFrom('manual', 'save-node', 'save-schedule', 'spawn', 'schedule', 'relaunch', 'callback'),
  layers: fc
    .tuple(fc.array(layer('apply'), { maxLength: 2 }), fc.array(layer('bypass'), { maxLength: 2 }))
    .map(([under, over]) => [...under, ...over]),
});

/** Templates that take no prompts: system job templates know a few variables, projects none. */
export const promptless: fc.Arbitrary<LaunchTarget> = fc
  .record({ variables, asks, kind: fc.constantFrom('system_job_template' as const, 'project' as const) })
  .map(({ kind, ...over }) => ({ ...jobTemplate({ ...over, values: { job_type: 'cleanup_jobs' } }), kind }));
