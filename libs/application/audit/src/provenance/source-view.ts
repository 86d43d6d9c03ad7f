import type { Source, SourceKind } from '@domain/launch';
import type { Names } from './names.js';
import type { SourceView } from './shape.js';

/** A source as the audit shows it. */
export const sourceView = (source: Source, names: Names): SourceView => ({
  source: source.source,
  ref: source.ref ?? null,
  rev: source.rev ?? null,
  node: source.node ?? null,
  gate: source.gate ?? null,
  actor: source.actor ? { ...source.actor } : null,
  origin: source.origin ? sourceView(source.origin, names) : null,
  text: sourceText(source, names),
});

/** `the template "Deploy app" (jt-8, revision 19)` */
const sourceText = (source: Source, names: Names): string => {
  const name = source.name || (source.ref === undefined ? undefined : names.get(source.ref));
  const actor = source.actor ? ` of ${source.actor.kind} ${source.actor.name}` : '';
  return `${WORDS[source.source](source)}${name ? ` "${name}"` : ''}${actor}${placeOf(source)}`;
};

const WORDS: Readonly<Record<SourceKind, (source: Source) => string>> = {
  template: () => 'the template',
  survey_default: () => 'the survey default of the template',
  node: ({ node }) => (node === undefined ? 'the workflow node' : `workflow node ${node}`),
  artifact: () => 'the artifacts of an earlier job',
  workflow_job: () => 'the workflow job',
  schedule: () => 'the schedule',
  launch: () => 'the launch request',
  relaunch: () => 'the launch that is repeated',
  callback: () => 'the calling host',
  webhook: () => 'the webhook',
  bulk: () => 'the bulk launch',
  injected: () => 'Cairn at run time',
};

const placeOf = ({ ref, rev }: Source): string => {
  if (ref === undefined) return '';
  return rev === undefined ? ` (${ref})` : ` (${ref}, revision ${rev})`;
};
