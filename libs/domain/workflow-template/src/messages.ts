import type { DomainEvent, JsonObject, Ref } from '@domain/kernel';
import type {
  CredentialRef,
  CredentialRefusal,
  LaunchTarget,
  Named,
  SavedChange,
  SavingRecord,
  TemplateKind,
} from '@domain/launch';

export type EdgeKind = 'success' | 'failure' | 'always';

/** What a node runs, as it was when it was chosen. */
export type NodeTemplate = Ref & { readonly kind: TemplateKind };

/** What is decided of a node when it is saved. Secrets in `prompts` are sealed. */
export interface SavedNode {
  readonly identifier: string;
  /** Null: nothing yet, or its template was deleted. */
  readonly template: NodeTemplate | null;
  /** `all_parents_must_converge` */
  readonly converge: boolean;
  /** Saved prompts by AWX's field names, only those that are set; `extra_data` holds kernel `Variables`. */
  readonly prompts: JsonObject;
}

/** One connection of two nodes. */
export interface Link {
  readonly parent: number;
  readonly child: number;
  readonly kind: EdgeKind;
}

/** `field`: `identifier`, `template`, `converge` or the AWX name of a prompt; null = not set. */
export type NodeFieldChange = SavedChange;

export type LinkRefusal = 'cycle' | 'other_kind_exists' | 'foreign_node';

interface CredentialOnNode {
  readonly node: number;
  readonly credential: Named;
}

interface LabelOnNode {
  readonly node: number;
  readonly label: Named;
}

/** Second aggregate on the stream `wfjt-<id>`, beside the template itself (spec events.md §4.1). */
export type WorkflowGraphEvent =
  | DomainEvent<'NodeAdded', SavedNode & SavingRecord & { readonly node: number }>
  | DomainEvent<'NodeChanged', SavingRecord & { readonly node: number; readonly changes: readonly NodeFieldChange[] }>
  | DomainEvent<
      'NodeRemoved',
      {
        readonly node: number;
        readonly identifier: string;
        readonly edges: readonly Link[];
        /** Children that have no parent left. */
        readonly roots: readonly number[];
      }
    >
  | DomainEvent<'NodeTemplateLost', { readonly node: number; readonly template: NodeTemplate }>
  | DomainEvent<'NodesLinked', Link>
  | DomainEvent<'NodesUnlinked', Link>
  | DomainEvent<'LinkRefused', Link & { readonly reason: LinkRefusal }>
  | DomainEvent<'NodeCredentialAttached', CredentialOnNode & { readonly exclusivityKey: string }>
  | DomainEvent<'NodeCredentialDetached', CredentialOnNode>
  | DomainEvent<
      'CredentialAssociationRefused',
      CredentialOnNode & { readonly rule: AssociationRule; readonly message: string }
    >
  | DomainEvent<'NodeLabelAttached', LabelOnNode>
  | DomainEvent<'NodeLabelDetached', LabelOnNode>
  | DomainEvent<'NodeInstanceGroupsChanged', { readonly node: number; readonly instanceGroups: readonly number[] }>;

/** Rule by which a credential may not join a node; the last three are rights that the user lacks. */
export type AssociationRule = CredentialRefusal['code'] | 'not_wfjt_admin' | 'no_execute' | 'no_use';

/** A credential that wants to join a node, with what its rules look at. */
export interface CredentialOffer {
  readonly node: number;
  readonly credential: CredentialRef;
  /** What the node runs; null = nothing. */
  readonly target: Pick<LaunchTarget, 'kind' | 'asks' | 'credentials'> | null;
  /** Those on the node already, as they were when the caller looked. */
  readonly present: readonly CredentialRef[];
}

/** Prompts: null removes one, absent ones stay. */
export type NodeChanges = Partial<SavedNode>;

export type DeletedKind =
  'template' | 'inventory' | 'execution_environment' | 'credential' | 'label' | 'instance_group';

export type WorkflowGraphCommand =
  | {
      readonly type: 'AddNode';
      readonly node: number;
      readonly saved: SavedNode;
      readonly record: SavingRecord;
      /** Links the new node below this one in the same step. */
      readonly below: Omit<Link, 'child'> | null;
    }
  | {
      readonly type: 'ChangeNode';
      readonly node: number;
      readonly changes: NodeChanges;
      readonly record: SavingRecord;
    }
  | { readonly type: 'RemoveNode'; readonly node: number }
  | { readonly type: 'LinkNodes'; readonly data: Link }
  | { readonly type: 'UnlinkNodes'; readonly data: Link }
  | { readonly type: 'AttachNodeCredential'; readonly data: CredentialOffer }
  | { readonly type: 'DetachNodeCredential'; readonly data: CredentialOnNode }
  /** Somebody may not do that; history remembers who tried. */
  | {
      readonly type: 'RefuseNodeCredential';
      readonly data: CredentialOnNode & { readonly rule: AssociationRule; readonly message: string };
    }
  | { readonly type: 'AttachNodeLabel'; readonly data: LabelOnNode }
  | { readonly type: 'DetachNodeLabel'; readonly data: LabelOnNode }
  | { readonly type: 'AttachNodeInstanceGroup'; readonly node: number; readonly instanceGroup: number }
  | { readonly type: 'DetachNodeInstanceGroup'; readonly node: number; readonly instanceGroup: number }
  /** Something that nodes may refer to is gone. */
  | { readonly type: 'ForgetDeleted'; readonly kind: DeletedKind; readonly id: number };
