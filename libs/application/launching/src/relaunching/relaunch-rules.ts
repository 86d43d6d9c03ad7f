import type { LaunchTargets } from '@application/launch-targets';
import {
  compose,
  type Composition,
  type LaunchTarget,
  type Layer,
  type Repeat,
  relaunchLayers,
  repeatedConfig,
} from '@domain/launch';
import { composeOwned } from '../launch-plans.js';
import { recordedLists } from '../spawning/slices.js';
import type { Seals } from '../trial-seals.js';
import type { RecordedJob } from './recorded-jobs.js';

interface RulesPorts {
  readonly targets: LaunchTargets;
  readonly seals: Seals;
  readonly trial: Seals;
  readonly maxForks: number;
}

/** A job that is repeated from its template as that is now. */
export interface Repeating {
  readonly old: RecordedJob;
  readonly composition: Composition;
  readonly target: LaunchTarget;
  readonly failedHosts: Repeat['failedHosts'];
  /** Names of the passwords that were typed. */
  readonly typed: readonly string[];
  /** A job of several slices is sliced anew; no other is. */
  readonly isSliced: boolean;
}

/** Owner of secrets that nobody owns yet. */
const TRIAL = '';

/** What the template's rules of today make of a recorded launch (spec relaunch-and-create-schedule.md §2.3). */
export class RelaunchRules {
  constructor(private readonly ports: RulesPorts) {}

  /** What the new job would run with; nothing is sealed yet. */
  judge(repeating: Repeating): Promise<Composition> {
    return this.composed(repeating, TRIAL, this.ports.trial);
  }

  /** @param id of the new job, which owns its secrets */
  compose(id: number, repeating: Repeating): Promise<Composition> {
    return composeOwned({ id, target: repeating.target }, (owner) => this.composed(repeating, owner, this.ports.seals));
  }

  private async composed(repeating: Repeating, owner: string, seals: Seals): Promise<Composition> {
    const { old, target, typed, isSliced } = repeating;
    const layers = await this.layers(repeating, owner, seals);
    const composition = compose({
      target: await seals.target(target, owner),
      mode: 'relaunch',
      layers,
      typedPasswords: typed,
      maxForks: this.ports.maxForks,
      isUnsliced: !isSliced,
    });
    return withSlice({ ...composition, launchConfig: repeatedConfig(layers, composition) }, old);
  }

  private async layers(repeating: Repeating, owner: string, seals: Seals): Promise<readonly Layer[]> {
    const { old, target, failedHosts } = repeating;
    const composition = await this.withoutGone(repeating.composition);
    const lists = await recordedLists(composition, this.ports.targets);
    const { ref, rev, name } = old.ref;
    const source = { source: 'relaunch', ref, rev, name } as const;
    const move = { from: ref, to: owner };
    return Promise.all(
      relaunchLayers({ target, composition, source, lists, failedHosts }).map(async (layer) =>
        layer.variables ? { ...layer, ...(await seals.own(layer.variables, target.survey, move)) } : layer,
      ),
    );
  }

  /** Lists leave out what is gone by themselves. */
  private async withoutGone(composition: Composition): Promise<Composition> {
    const { execution_environment: id, ...config } = composition.launchConfig ?? {};
    if (typeof id !== 'number') return composition;
    const found = await this.ports.targets.resources.find('execution_environment', id);
    return found ? composition : { ...composition, launchConfig: config };
  }
}

/** One slice stays the slice it was. */
const withSlice = (composition: Composition, { launch }: RecordedJob): Composition => {
  const count = launch.composition?.effective.job_slice_count ?? 1;
  if (!isSlice(launch)) return composition;
  return { ...composition, effective: { ...composition.effective, job_slice_count: count } };
};

export const isSlice = ({ fixed }: RecordedJob['launch']): boolean => Number(fixed['job_slice_number'] ?? 0) > 0;
