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
  const actor = source.actor ? ` of ${source.actor.kind} ${source.actor.name}` : '';
  return `${WORDS[source.source]}${nameOf(source, names)}${actor}${placeOf(source)}`;
};

/** What each kind of source is called. */
export const WORDS: Readonly<Record<SourceKind, string>> = {
  template: 'the template',
  survey_default: 'the survey default of the template',
  node: 'workflow node',
  artifact: 'the artifact of an earlier job',
  workflow_job: 'the workflow job',
  schedule: 'the schedule',
  launch: 'the launch request',
  relaunch: 'the launch that is repeated',
  callback: 'the calling host',
  webhook: 'the webhook',
  bulk: 'the bulk launch',
  injected: 'Cairn at run time',
};

/** Its own name, or that of its stream; a node is one of a stream. */
const nameOf = ({ source, node, name, ref }: Source, names: Names): string => {
  const ofStream = ref === undefined ? undefined : names.get(ref);
  if (source === 'node') return `${node === undefined ? '' : ` ${node}`}${quoted('', name)}${quoted(' of', ofStream)}`;
  return quoted('', name || ofStream);
};

const quoted = (before: string, name: string | undefined): string => (name ? `${before} "${name}"` : '');

const placeOf = ({ ref, rev }: Source): string => {
  if (ref === undefined) return '';
  return rev === undefined ? ` (${ref})` : ` (${ref}, revision ${rev})`;
};
