import type { Value } from '@domain/kernel';
import type { PromptField } from './prompts.js';
import { isOwn } from './sources.js';
import type { Decision, DecisionRule, Offer, Rejection, Source } from './types.js';

/** One value being contested: who holds it, who lost it, who was refused. Filled weakest offer first. */
export class Contest {
  private holder: { source: Source; value: Value } | null = null;
  private readonly beaten: Offer[] = [];
  private readonly passedOver: Offer[] = [];
  private readonly refused: Rejection[] = [];

  get value(): Value | null {
    return this.holder === null ? null : this.holder.value;
  }

  /** The offer takes the value; whoever held it is shadowed. */
  take(source: Source, value: Value): void {
    if (this.holder !== null) this.beaten.push({ ...this.holder.source, value: this.holder.value });
    this.holder = { source, value };
  }

  /** The offer changes nothing: equal to the template's value, or replaced by a stronger layer that was then refused. */
  passOver(source: Source, value: Value): void {
    this.passedOver.push({ ...source, value });
  }

  refuse(rejection: Rejection): void {
    this.refused.push(rejection);
  }

  decision(field: PromptField, key?: string): Decision {
    const shadowed = [...this.passedOver, ...this.beaten.reverse()];
    return {
      field,
      ...(key === undefined ? {} : { key }),
      effective: this.value,
      winner: this.holder === null ? null : this.holder.source,
      rule: this.rule(field, shadowed),
      shadowed,
      rejected: this.refused,
    };
  }

  private rule(field: PromptField, shadowed: readonly Offer[]): DecisionRule {
    const winner = this.holder?.source;
    if (winner === undefined || (isOwn(winner) && this.refused.length > 0)) return 'rejected_falls_back';
    if (winner.gate === 'bypassed') return 'bypasses_gate';
    return isOwn(winner) ? ownRule(winner, shadowed) : promptRule(field, shadowed);
  }
}

/** Fields whose offers join what the template has. */
const ADDING: readonly PromptField[] = ['credentials', 'labels'];

const promptRule = (field: PromptField, shadowed: readonly Offer[]): DecisionRule => {
  if (shadowed.length === 0) return ADDING.includes(field) ? 'added' : 'only_source';
  if (shadowed.some((offer) => !isOwn(offer))) return 'later_layer_wins';
  return field === 'credentials' ? 'same_class_replaced' : 'prompt_over_template';
};

const ownRule = ({ source }: Source, shadowed: readonly Offer[]): DecisionRule => {
  if (shadowed.length === 0) return 'only_source';
  return source === 'survey_default' ? 'survey_default_over_template' : 'template_stands';
};
