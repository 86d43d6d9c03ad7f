import { isSealed, MASK, type Value } from '@domain/kernel';
import {
  type CopiedData,
  type Decision,
  type LaunchedData,
  type Offer,
  type Rejection,
  shownValue,
  type Source,
} from '@domain/launch';
import { explain } from './explain.js';
import { type Names, namesOf } from './names.js';
import type { OfferView, ProvenanceEntry, RejectionView, ValueView } from './shape.js';
import { sourceView } from './source-view.js';
import { type OwnValue, unopposed } from './unopposed.js';

/** What all entries of one launch have in common. */
interface Setting {
  readonly names: Names;
  readonly masks: ReadonlySet<string>;
  readonly own: Source;
  readonly consequence: RejectionView['consequence'];
  readonly showsMacs: boolean;
}

/**
 * How every value of a launch was chosen: the decisions it stored, and for all else that the template's value stood alone.
 * @param showsMacs with the keyed hashes of secrets
 */
export const entriesOf = (launched: LaunchedData | CopiedData, showsMacs: boolean): readonly ProvenanceEntry[] => {
  const { composition, fixed, launchType } = launched;
  const setting: Setting = {
    names: namesOf(launched),
    masks: new Set(composition?.masks),
    own: ownSource(launched),
    consequence: launchType === 'manual' ? 'ignored' : 'dropped',
    showsMacs,
  };
  const alone = composition ? unopposed(composition) : [];
  return [
    ...(composition?.decisions ?? []).map((decision) => decidedEntry(decision, setting)),
    ...alone.map((value) => ownEntry(value, 'only_source', setting)),
    ...Object.entries(fixed).map(([field, value]) => ownEntry({ field, key: null, value }, 'fixed', setting)),
  ];
};

/** Whose values stand where nobody else had a say: the template's, or those of the job that was copied. */
const ownSource = (launched: LaunchedData | CopiedData): Source => {
  if ('from' in launched) return { source: 'relaunch', ref: launched.from.ref, rev: launched.from.rev };
  const { template } = launched;
  return { source: 'template', ...(template ? { ref: template.ref, rev: template.rev } : {}) };
};

const decidedEntry = (decision: Decision, setting: Setting): ProvenanceEntry => {
  const { field, key = null, effective, winner, rule, shadowed, rejected } = decision;
  const isMasked = field === 'extra_vars' && key !== null && setting.masks.has(key);
  return withExplanation({
    field,
    key,
    ...shown(effective, isMasked, setting),
    winner: winner ? sourceView(winner, setting.names) : null,
    rule,
    shadowed: shadowed.map((offer) => offerView(offer, isMasked, setting)),
    rejected: rejected.map((rejection) => rejectionView(rejection, isMasked, setting)),
  });
};

const ownEntry = ({ field, key, value }: OwnValue, rule: string, { own, names }: Setting): ProvenanceEntry =>
  withExplanation({
    ...{ field, key, value, secret: false, mac: null, rule },
    ...{ winner: sourceView(own, names), shadowed: [], rejected: [] },
  });

const withExplanation = (entry: Omit<ProvenanceEntry, 'explanation'>): ProvenanceEntry => ({
  ...entry,
  explanation: explain(entry),
});

const offerView = (offer: Offer, isMasked: boolean, setting: Setting): OfferView => ({
  ...sourceView(offer, setting.names),
  ...shown(offer.value, isMasked, setting),
});

const rejectionView = (rejection: Rejection, isMasked: boolean, setting: Setting): RejectionView => ({
  ...sourceView(rejection, setting.names),
  ...shown(rejection.value, isMasked, setting),
  code: rejection.code,
  message: rejection.message,
  consequence: setting.consequence,
});

const shown = (value: Value | null, isMasked: boolean, { showsMacs }: Setting): ValueView => {
  if (value === null) return { value: null, secret: false, mac: null };
  const secret = isMasked || isSealed(value);
  const mac = showsMacs && isSealed(value) ? value.mac : null;
  return { value: secret ? MASK : shownValue(value), secret, mac };
};
