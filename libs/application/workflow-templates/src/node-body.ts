import { type Fields, type Lookup } from '@application/resources';
import {
  type BodyMode,
  type ConfigurationBody,
  readConfiguration,
  touchesPrompts,
} from '@application/saved-configurations';
import { type FieldErrors, invalid, type JsonObject } from '@domain/kernel';
import { NODE_BODY_FIELDS, NodeFields } from './node-fields.js';

/** What a body says of a node: only what was sent. */
export interface NodeBody extends ConfigurationBody {
  /** Cannot be changed later. */
  readonly workflow?: number | undefined;
  readonly template: number | null | undefined;
  readonly identifier: string | undefined;
  readonly converge: boolean | undefined;
}

const NODE = { type: NodeFields, fields: NODE_BODY_FIELDS };

/** Reads a body. @throws DomainError invalid */
export const readNodeBody = async (
  body: JsonObject,
  mode: BodyMode,
  lookup: Pick<Lookup, 'find'>,
): Promise<NodeBody> => {
  const { configuration, values, errors } = await readConfiguration(NODE, body, mode, lookup);
  const all = { ...errors, ...requiredErrors(values, mode) };
  if (Object.keys(all).length > 0) throw invalid(all);
  return { ...identityOf(values), ...configuration };
};

const identityOf = (values: Fields): Pick<NodeBody, 'workflow' | 'template' | 'identifier' | 'converge'> => ({
  workflow: values['workflow_job_template'] as number | undefined,
  template: values['unified_job_template'] as number | null | undefined,
  identifier: values['identifier'] as string | undefined,
  converge: values['all_parents_must_converge'] as boolean | undefined,
});

const requiredErrors = ({ workflow_job_template: workflow }: Fields, mode: BodyMode): FieldErrors =>
  mode === 'create' && workflow === undefined ? { workflow_job_template: ['This field is required.'] } : {};

/** Whether what the node launches, or with which values, is touched. */
export const touchesConfiguration = (body: NodeBody): boolean => body.template !== undefined || touchesPrompts(body);
