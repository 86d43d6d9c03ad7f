import { type Decider, DomainError, type EventCatalog, assertNever } from '@domain/kernel';

/** Who holds a name: the stream of the resource and the claim it made. */
export interface NameHolder {
  readonly owner: string;
  readonly token: string;
}

export type NameEvent =
  | { readonly type: 'NameClaimed'; readonly data: NameHolder & { readonly kind: string; readonly name: string } }
  | { readonly type: 'NameReleased'; readonly data: NameHolder };

export type NameCommand =
  | {
      readonly type: 'ClaimName';
      readonly data: NameHolder & {
        readonly kind: string;
        readonly name: string;
        /** Token of an orphaned claim, fenced off before. */
        readonly takeFrom: string | null;
      };
    }
  | { readonly type: 'ReleaseName'; readonly data: NameHolder };

export interface NameState {
  readonly holder: NameHolder | null;
}

const isHeldBy = ({ holder }: NameState, token: string): boolean => holder?.token === token;

const decide = (command: NameCommand, state: NameState): readonly NameEvent[] => {
  switch (command.type) {
    case 'ClaimName': {
      const { takeFrom, ...claim } = command.data;
      if (isHeldBy(state, claim.token)) return [];
      const claimed: NameEvent = { type: 'NameClaimed', data: claim };
      if (!state.holder) return [claimed];
      if (state.holder.token !== takeFrom) throw new DomainError('invalid', 'NAME_TAKEN', { ...state.holder });
      return [{ type: 'NameReleased', data: state.holder }, claimed];
    }
    case 'ReleaseName':
      return isHeldBy(state, command.data.token) ? [{ type: 'NameReleased', data: command.data }] : [];
    default:
      return assertNever(command);
  }
};

/** One stream per name that must be unique; the only place where two writers meet. */
export const nameClaim: Decider<NameState, NameCommand, NameEvent> = {
  initial: { holder: null },
  decide,
  evolve: (_state, event) => ({
    holder: event.type === 'NameClaimed' ? { owner: event.data.owner, token: event.data.token } : null,
  }),
};

export const nameCatalog: EventCatalog<NameEvent> = {
  NameClaimed: { schema: 1, about: 'a unique name is reserved for a resource that is being made or renamed' },
  NameReleased: { schema: 1, about: 'the name is free again' },
};
