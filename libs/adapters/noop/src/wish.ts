import type { RunOutcome, RunRequest } from '@application/ports';
import { type Json, type JsonObject, Numeral, isJsonObject, withEntries } from '@domain/kernel';

/** How a job without a process shall end. */
export interface Wish {
  /** Milliseconds; 0 ends at once. */
  readonly duration: number;
  readonly outcome: RunOutcome['status'];
  readonly artifacts: JsonObject | null;
}

const OUTCOMES: readonly string[] = ['successful', 'failed', 'error', 'canceled'];
const LONGEST = 2 ** 31 - 1;

/**
 * What the job's variable `cairn_noop: {duration_ms, outcome, artifacts}` asks for; what is absent or not understood is
 * a success at once.
 * @param artifactBytes size of the artifact that each job of a workflow gets under its node's identifier; 0 for none
 */
export const wishOf = ({ playbook, workflow }: RunRequest, artifactBytes: number): Wish => {
  const said = playbook?.extraVars['cairn_noop'];
  const { duration_ms: duration, outcome, artifacts } = isJsonObject(said) ? said : {};
  const sized =
    workflow && artifactBytes > 0 ? withEntries([[workflow.nodeIdentifier, 'x'.repeat(artifactBytes)]]) : null;
  return {
    duration: milliseconds(duration),
    outcome: isOutcome(outcome) ? outcome : 'successful',
    artifacts: isJsonObject(artifacts) ? { ...sized, ...artifacts } : sized,
  };
};

const milliseconds = (value: Json | undefined): number => {
  const number = Number(value instanceof Numeral ? value.text : value);
  return number > 0 ? Math.min(number, LONGEST) : 0;
};

const isOutcome = (value: Json | undefined): value is RunOutcome['status'] =>
  typeof value === 'string' && OUTCOMES.includes(value);
