import { answerField, type LaunchTargets } from '@application/launch-targets';
import type { SecretSealer } from '@application/ports';
import { invalid, isSealed, type JsonObject, type Value, type Variables } from '@domain/kernel';
import {
  compose,
  judgeSavedAnswers,
  type LaunchTarget,
  type Layer,
  type SavedAnswers,
  savedVariables,
  type SavingRecord,
  type Source,
} from '@domain/launch';
import { type ConfigurationBody, overlaid } from './configuration-body.js';

/** What is saved for later launches, on a node or a schedule. */
export interface StoredConfiguration {
  /** By AWX's names; `extra_data` holds wrapped values. */
  readonly prompts: JsonObject;
  readonly credentials: readonly number[];
  readonly labels: readonly number[];
  readonly instanceGroups: readonly number[];
}

/** A configuration about to be saved. */
export interface Saving {
  /** Stream whose secrets they become. */
  readonly owner: string;
  readonly source: Source;
  readonly mode: 'save-node' | 'save-schedule';
  readonly requireAnswers: boolean;
  readonly target: LaunchTarget;
  readonly body: ConfigurationBody;
  /** Null for a new one. */
  readonly stored: StoredConfiguration | null;
}

/** What to store, and why. */
export interface SavedConfiguration {
  /** Null removes a prompt. */
  readonly prompts: JsonObject;
  readonly record: SavingRecord;
}

export interface ConfigurationPorts {
  readonly targets: Pick<LaunchTargets, 'credentials' | 'named'>;
  readonly sealer: Pick<SecretSealer, 'seal' | 'open'>;
}

/** Judges what a node or a schedule would save by the rules of its template (spec launch.md §9). */
export class SavedConfigurations {
  constructor(private readonly ports: ConfigurationPorts) {}

  /** The resulting configuration: stored values overlaid with those of the request. @throws DomainError invalid */
  async judge(saving: Saving): Promise<SavedConfiguration> {
    const { target, body, stored } = saving;
    const before = savedVariables(stored?.prompts ?? {});
    const answers = judgeSavedAnswers(target.survey, body.variables ?? before, before);
    if (Object.keys(answers.errors).length > 0) throw invalid(answers.errors);
    const secrets = await this.sealed(saving, answers);
    const layer = await this.layerOf(saving, answers, secrets);
    const { errors, decisions } = compose({
      target,
      mode: saving.mode,
      layers: [layer],
      requireAnswers: saving.requireAnswers,
    });
    if (Object.keys(errors).length > 0) throw invalid(errors);
    const { kept, droppedForDefault } = answers;
    return {
      prompts: { ...body.prompts, ...(body.variables && storedVariables({ ...answers.variables, ...secrets })) },
      record: { decisions, kept, droppedForDefault },
    };
  }

  private async sealed({ owner }: Saving, { variables, toSeal }: SavedAnswers): Promise<Variables> {
    const entries = toSeal.map(async (name): Promise<[string, Value]> => {
      return [name, await this.ports.sealer.seal(owner, answerField(name), clearText(variables[name]))];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  private async layerOf(
    saving: Saving,
    { variables, toJudge, toSeal }: SavedAnswers,
    secrets: Variables,
  ): Promise<Layer> {
    const { owner, source, body, stored } = saving;
    const clear = Object.fromEntries(toSeal.map((name) => [name, clearText(variables[name])]));
    return {
      source,
      gate: 'apply',
      prompts: overlaid(stored?.prompts ?? {}, body),
      variables: { ...toJudge, ...secrets },
      revealed: { ...(await this.opened(owner, toJudge)), ...clear },
      ...(stored && (await this.listsOf(stored))),
    };
  }

  /** Lists that hold nothing count as not given. */
  private async listsOf(
    stored: StoredConfiguration,
  ): Promise<Pick<Layer, 'credentials' | 'labels' | 'instanceGroups'>> {
    const { targets } = this.ports;
    const [credentials, labels, instanceGroups] = await Promise.all([
      targets.credentials(stored.credentials),
      targets.named('label', stored.labels),
      targets.named('instance_group', stored.instanceGroups),
    ]);
    return {
      ...(credentials.length > 0 && { credentials }),
      ...(labels.length > 0 && { labels }),
      ...(instanceGroups.length > 0 && { instanceGroups }),
    };
  }

  /** Stored answers are looked at again: their questions may have changed. */
  private async opened(owner: string, variables: Variables): Promise<Readonly<Record<string, string>>> {
    const entries = Object.entries(variables).map(async ([name, value]): Promise<[string, string][]> =>
      isSealed(value) ? [[name, await this.ports.sealer.open(owner, answerField(name), value)]] : [],
    );
    return Object.fromEntries((await Promise.all(entries)).flat());
  }
}

const clearText = (value: Value | undefined): string =>
  value && !isSealed(value) && typeof value.v === 'string' ? value.v : '';

const storedVariables = (variables: Variables): JsonObject => ({
  extra_data: Object.keys(variables).length === 0 ? null : (variables as unknown as JsonObject),
});
