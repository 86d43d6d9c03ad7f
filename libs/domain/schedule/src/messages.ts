import type { DomainEvent, JsonObject, Ref } from '@domain/kernel';
import type {
  CredentialRef,
  CredentialRefusal,
  JobKind,
  LaunchedData,
  LaunchTarget,
  Named,
  SavedChange,
  SavingRecord,
  TemplateKind,
} from '@domain/launch';

/** What a schedule launches, as it was when it was chosen. */
export type ScheduledTemplate = Ref & { readonly kind: TemplateKind };

/** A reserved name: stream of the name and the token of the claim. */
export interface NameClaim {
  readonly name: string;
  readonly token: string;
}

/** What a schedule says of itself, beside its saved prompts. */
export interface ScheduleFields {
  readonly name: string;
  readonly description: string;
  readonly template: ScheduledTemplate;
  /** Normalized: one space between its parts, UNTIL in UTC. */
  readonly rrule: string;
}

/** When it happens by its rule; moments in UTC, null where there is none. */
export interface ScheduleTiming {
  /** The first occurrence of all. */
  readonly dtstart: string | null;
  /** The last one of a rule that ends. */
  readonly dtend: string | null;
  /** The next one; null when disabled or exhausted. */
  readonly nextRun: string | null;
}

export type TimingCause = 'created' | 'rule_changed' | 'enabled' | 'disabled' | 'triggered' | 'skipped';

/** A timing that was worked out, with the version of the time zones' data that it is based on. */
export interface ComputedTiming extends ScheduleTiming {
  readonly zoneData: string;
}

export type SkipReason = 'max_active_jobs' | 'cache_fresh' | 'stale' | 'error';

/** The job that an occurrence becomes: everything that its own first events need, decided once. */
export interface Firing {
  readonly launch: LaunchedData;
  /** Copy of the nodes, for workflow jobs only; whoever creates the job knows its shape. */
  readonly graph: object | null;
  /** Ends the job at once in `error` with this explanation. */
  readonly startError: string | null;
}

interface AttachedCredential {
  readonly credential: Named;
}

interface AttachedLabel {
  readonly label: Named;
}

/** Everything on the stream `schedule-<id>` (spec events.md §4.2). */
export type ScheduleEvent =
  | DomainEvent<
      'ScheduleCreated',
      ScheduleFields &
        SavingRecord & {
          readonly id: number;
          readonly enabled: boolean;
          /** The rule as it was sent. */
          readonly sentRule: string;
          /** Saved prompts by AWX's field names, only those that are set; `extra_data` holds kernel `Variables`. */
          readonly prompts: JsonObject;
          readonly claims: readonly NameClaim[];
          /** The job whose launch it repeats. */
          readonly fromJob: number | null;
        }
    >
  | DomainEvent<
      'ScheduleChanged',
      SavingRecord & {
        readonly name: string;
        readonly changes: readonly SavedChange[];
        readonly claims?: readonly NameClaim[];
      }
    >
  | DomainEvent<'ScheduleEnabled', { readonly name: string }>
  | DomainEvent<'ScheduleDisabled', { readonly name: string }>
  | DomainEvent<'NextRunComputed', ComputedTiming & { readonly cause: TimingCause }>
  | DomainEvent<'ScheduleCredentialAttached', AttachedCredential & { readonly exclusivityKey: string }>
  | DomainEvent<'ScheduleCredentialDetached', AttachedCredential>
  | DomainEvent<
      'CredentialAssociationRefused',
      AttachedCredential & { readonly rule: CredentialRefusal['code']; readonly message: string }
    >
  | DomainEvent<'ScheduleLabelAttached', AttachedLabel>
  | DomainEvent<'ScheduleLabelDetached', AttachedLabel>
  | DomainEvent<'ScheduleInstanceGroupsChanged', { readonly instanceGroups: readonly number[] }>
  | DomainEvent<
      'ScheduleTriggered',
      Firing & {
        readonly occurrence: string;
        readonly lateByMs: number;
        readonly window: TickWindow;
        readonly job: { readonly kind: JobKind; readonly id: number };
        readonly template: ScheduledTemplate;
      }
    >
  | DomainEvent<
      'OccurrenceSkipped',
      { readonly occurrence: string; readonly reason: SkipReason; readonly explanation: string }
    >
  | DomainEvent<'OccurrencesMissed', MissedOccurrences>
  | DomainEvent<'ScheduleDeleted', { readonly id: number; readonly name: string; readonly because: DeletionCause }>
  | DomainEvent<'ScheduleNameForgone', { readonly claim: NameClaim }>
  | DomainEvent<'ScheduleCreationAbandoned', { readonly claim: NameClaim }>;

/** The time that one look at the clock covers; `after` null: it is the first look of all. */
export interface TickWindow {
  readonly after: string | null;
  readonly until: string;
}

/** Occurrences that passed while nobody looked, beside the one that was made up for. */
export interface MissedOccurrences {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export type DeletionCause = 'requested' | 'template_deleted';

export interface ScheduleLists {
  readonly credentials: readonly CredentialRef[];
  readonly labels: readonly Named[];
  readonly instanceGroups: readonly number[];
}

type CreatedData = Extract<ScheduleEvent, { readonly type: 'ScheduleCreated' }>['data'];

/** What a change sets; null removes a prompt, what is absent stays. */
export interface ScheduleChanges {
  readonly fields: Partial<ScheduleFields>;
  readonly enabled?: boolean;
  readonly prompts: JsonObject;
  readonly record: SavingRecord;
  /** Null: the same as before. */
  readonly claims: readonly NameClaim[] | null;
  /** By the rule and the switch as they are to be; used when one of them changes. */
  readonly timing: ComputedTiming;
}

/** A due occurrence with what the clock found out. */
export interface DueOccurrence {
  readonly occurrence: string;
  readonly lateByMs: number;
  readonly window: TickWindow;
  readonly outcome:
    | { readonly fires: Firing; readonly template: ScheduledTemplate }
    | { readonly skipped: SkipReason; readonly explanation: string };
  readonly missed: MissedOccurrences | null;
  readonly timing: ComputedTiming;
}

export type ForgettableKind = 'inventory' | 'execution_environment' | 'credential' | 'label' | 'instance_group';

export type ScheduleCommand =
  | {
      readonly type: 'CreateSchedule';
      readonly data: CreatedData;
      /** Of the job that it repeats. */
      readonly lists: ScheduleLists;
      readonly timing: ComputedTiming;
    }
  | { readonly type: 'ChangeSchedule'; readonly changes: ScheduleChanges }
  | { readonly type: 'DeleteSchedule'; readonly because: DeletionCause }
  | {
      readonly type: 'AttachCredential';
      readonly credential: CredentialRef;
      /** Null: what it launches is gone. */
      readonly target: Pick<LaunchTarget, 'kind' | 'asks' | 'credentials'> | null;
      /** Those on the schedule already, as they were when the caller looked. */
      readonly present: readonly CredentialRef[];
    }
  | { readonly type: 'DetachCredential'; readonly credential: Named }
  | { readonly type: 'AttachLabel' | 'DetachLabel'; readonly label: Named }
  | { readonly type: 'AttachInstanceGroup' | 'DetachInstanceGroup'; readonly instanceGroup: number }
  /** Something that it refers to is gone. */
  | { readonly type: 'ForgetDeleted'; readonly kind: ForgettableKind; readonly id: number }
  /** An occurrence is due. */
  | { readonly type: 'TriggerSchedule'; readonly due: DueOccurrence }
  /** Somebody else wants a name that this stream claimed but may not use. */
  | { readonly type: 'ForgoName'; readonly claim: NameClaim };
