import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import type { DecisionRule, GateResult, SourceKind } from '@domain/launch';
import { textOf } from './api.js';

/** Answers "why did job N get this value?" from the record of `/jobs/N/provenance/`: who won, by which rule, over whom. */
export const explanation = (job: number, variable: string, record: JsonObject): string => {
  const decision = objects(record['decisions']).find(({ key }) => key === variable);
  if (!decision) return `Nobody gave job ${job} a value for ${variable}.\n`;
  const winner = isJsonObject(decision['winner'])
    ? [{ ...decision['winner'], value: decision['effective'] ?? null }]
    : [];
  const offers = [...winner, ...objects(decision['shadowed'])];
  const width = Math.max(...offers.map(({ value }) => shown(value).length), 0);
  return [
    `Why did job ${job} get ${variable} = ${shown(decision['effective'])}?`,
    '',
    ...offers.map(
      (offer, index) => `  ${index === 0 ? '->' : '  '} ${shown(offer['value']).padEnd(width)}  ${sourceText(offer)}`,
    ),
    ...objects(decision['rejected']).map(
      (offer) => `   x ${shown(offer['value']).padEnd(width)}  ${sourceText(offer)}: ${textOf(offer['message'])}`,
    ),
    '',
    `  Strongest first: ${RULES[textOf(decision['rule']) as DecisionRule] ?? textOf(decision['rule'])}.`,
    '',
  ].join('\n');
};

const SOURCES: Readonly<Record<SourceKind, string>> = {
  template: 'template',
  survey_default: 'default of the survey of template',
  node: 'prompt saved on the node, in',
  artifact: 'artifact of',
  workflow_job: 'workflow job',
  schedule: 'schedule',
  launch: 'launch',
  relaunch: 'relaunch',
  callback: 'callback',
  webhook: 'webhook',
  bulk: 'bulk launch',
  injected: 'injected at run time',
};

const GATES: Readonly<Record<GateResult, string>> = {
  'accepted:ask': 'the template asks for it',
  'accepted:survey': 'an answer to the survey',
  noop: 'same as the template',
  bypassed: 'not up to the template',
  rejected: 'refused',
};

const RULES: Readonly<Record<DecisionRule, string>> = {
  only_source: 'nobody else gave a value',
  template_stands: 'the value of the template stands',
  prompt_over_template: 'a prompt replaces the value of the template',
  later_layer_wins: 'of those who gave a value the strongest layer wins',
  bypasses_gate: 'what a workflow hands on reaches its jobs whatever their templates ask for',
  survey_default_over_template: 'the default of a survey replaces the value of the template',
  rejected_falls_back: 'what was refused leaves the weaker value',
  same_class_replaced: 'one of the same kind is replaced',
  added: 'it is added to the others',
};

/** `workflow job wfjob-3 (not up to the template), which has it from launch by admin (an answer to the survey)` */
const sourceText = (source: JsonObject): string => {
  const { actor, origin } = source;
  const gate = GATES[textOf(source['gate']) as GateResult];
  return [
    [SOURCES[textOf(source['source']) as SourceKind], textOf(source['ref'])].filter(Boolean).join(' '),
    isJsonObject(actor) ? ` by ${textOf(actor['name'])}` : '',
    gate ? ` (${gate})` : '',
    isJsonObject(origin) ? `, which has it from ${sourceText(origin)}` : '',
  ].join('');
};

const shown = (value: Json | undefined): string => JSON.stringify(value ?? null);

const objects = (list: Json | undefined): readonly JsonObject[] =>
  Array.isArray(list) ? list.filter((item: Json) => isJsonObject(item)) : [];
