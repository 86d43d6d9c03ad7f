import { answerField } from '@application/launch-targets';
import type { Position, SecretSealer } from '@application/ports';
import {
  type Caller,
  kindOf,
  type ResourceService,
  streamOf,
  type WriteContext,
  writeContext,
} from '@application/resources';
import { type JsonObject, refused, type Value, type Variables } from '@domain/kernel';
import { type AcceptedSpec, judgeSurveySpec, storedDefaults } from '@domain/launch';
import type { ResourceCommand, ResourceState, StoredSurvey } from '@domain/resource';
import type { LaunchableKind } from '../manual/launch-body.js';

interface SurveyPorts {
  readonly resources: Pick<ResourceService, 'permitted' | 'aggregates'>;
  readonly sealer: Pick<SecretSealer, 'seal'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** The surveys of templates (spec launch.md §8). */
export class SurveyService {
  constructor(private readonly ports: SurveyPorts) {}

  /** `{}` for none; password defaults are masked. */
  async read(kind: LaunchableKind, id: number, caller: Caller): Promise<JsonObject> {
    await this.ports.resources.permitted(kind, id, 'read', writeContext(caller, 'survey'));
    const { survey } = await this.ports.resources.aggregates.live(kind, id);
    return survey === null ? {} : documentOf(survey);
  }

  /** @throws DomainError refused with the first problem */
  async replace(kind: LaunchableKind, id: number, document: JsonObject, caller: Caller): Promise<void> {
    const context = writeContext(caller, 'survey');
    await this.ports.resources.permitted(kind, id, 'change', context);
    const { survey } = await this.ports.resources.aggregates.live(kind, id);
    const judged = judgeSurveySpec(document, defaultsOf(survey));
    if (!judged.ok) throw refused({ error: judged.error }, 'SURVEY_REFUSED');
    await this.send({ kind, id }, { type: 'ReplaceSurvey', data: await this.stored(judged, kind, id) }, context);
  }

  async remove(kind: LaunchableKind, id: number, caller: Caller): Promise<void> {
    const context = writeContext(caller, 'survey');
    await this.ports.resources.permitted(kind, id, 'delete', context);
    await this.send({ kind, id }, { type: 'RemoveSurvey' }, context);
  }

  private async send(
    { kind, id }: { readonly kind: LaunchableKind; readonly id: number },
    command: ResourceCommand,
    context: WriteContext,
  ): Promise<void> {
    const { position } = await this.ports.resources.aggregates.handle(kind, id, command, context);
    await this.ports.caughtUp(position);
  }

  private async stored(
    { document, kept, toSeal }: AcceptedSpec,
    kind: LaunchableKind,
    id: number,
  ): Promise<StoredSurvey> {
    const owner = streamOf(kindOf(kind), id);
    const sealed: [string, Value][] = [];
    for (const [variable, clear] of Object.entries(toSeal)) {
      sealed.push([variable, await this.ports.sealer.seal(owner, answerField(variable), clear)]);
    }
    const { name, description, spec } = document;
    return {
      name: name as string,
      description: description as string,
      questions: spec as StoredSurvey['questions'],
      secrets: { ...kept, ...Object.fromEntries(sealed) },
    };
  }
}

const documentOf = ({ name, description, questions }: StoredSurvey): JsonObject => ({
  name,
  description,
  spec: questions,
});

const defaultsOf = (survey: ResourceState['survey']): Variables =>
  survey === null ? {} : storedDefaults(documentOf(survey), survey.secrets);
