import { Flag, type FieldDeclaration, fieldsOf, Reference, Text } from '@application/resources';
import { CONFIGURATION_FIELDS, PROMPT_FIELDS, SavedPrompts } from '@application/saved-configurations';

/** A node as a body describes it, under AWX's names and in AWX's order. */
export class NodeFields extends SavedPrompts {
  @Reference('workflow_job_template', { required: true }) workflow_job_template: number;
  @Reference(null) unified_job_template: number | null;
  @Flag() all_parents_must_converge: boolean;
  /** The default is what OPTIONS shows: each node gets a UUID of its own. */
  @Text({ maxLength: 512, default: 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx' }) identifier: string;
}

/** Fields that name what the node is and where it belongs. */
const IDENTITY_FIELDS: readonly FieldDeclaration[] = fieldsOf(NodeFields).slice(PROMPT_FIELDS.length);

/** What a body may hold, beside its variables. */
export const NODE_BODY_FIELDS: readonly FieldDeclaration[] = [...IDENTITY_FIELDS, ...PROMPT_FIELDS];

/** All that can be written, in the order in which it is shown. */
export const NODE_FIELDS: readonly FieldDeclaration[] = [...CONFIGURATION_FIELDS, ...IDENTITY_FIELDS];
