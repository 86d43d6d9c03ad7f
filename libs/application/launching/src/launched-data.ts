import type { Actor, JsonObject, Ref } from '@domain/kernel';
import type {
  Ancestor,
  Composition,
  JobKind,
  LaunchedBy,
  LaunchedData,
  LaunchTarget,
  LaunchType,
  Trigger,
} from '@domain/launch';

/** Who or what launches, the same for every job that is launched at that moment. */
export interface Launcher {
  readonly launchType: LaunchType;
  readonly trigger: Trigger;
  /** The outermost one, as `launched_by` shows it. */
  readonly launchedBy: LaunchedBy | null;
  readonly createdBy: Actor | null;
  /** The workflow jobs around it, outermost first. */
  readonly ancestors: readonly Ancestor[];
}

/** What is launched. */
export interface Launching {
  readonly id: number;
  readonly kind: JobKind;
  readonly target: LaunchTarget;
  readonly organization: Ref | null;
  readonly composition: Composition | null;
  /** Prompts as they were received, secrets masked. */
  readonly requested: JsonObject;
  /** Joined to the template's own fixed fields. */
  readonly fixed: JsonObject;
}

/** The head of a job's stream, whoever launches it. */
export const launchedData = (launching: Launching, launcher: Launcher): LaunchedData => {
  const { id, kind, target, organization, composition, requested } = launching;
  const { description, ...fixed } = target.fixed;
  return {
    kind,
    id,
    name: target.ref.name,
    description: typeof description === 'string' ? description : '',
    template: target.ref,
    organization,
    launchType: launcher.launchType,
    trigger: launcher.trigger,
    launchedBy: launcher.launchedBy,
    createdBy: launcher.createdBy,
    requested,
    composition,
    fixed: { ...fixed, ...launching.fixed },
    ancestors: launcher.ancestors,
  };
};

/** A user who asks for a launch. */
export const launchedByUser = (user: { readonly id: number; readonly username: string }): Launcher => ({
  launchType: 'manual',
  trigger: { by: 'user' },
  launchedBy: { id: user.id, name: user.username, type: 'user', url: `/api/v2/users/${user.id}/` },
  createdBy: { kind: 'user', id: user.id, name: user.username },
  ancestors: [],
});
