import type { Decider, DomainEvent, EventCatalog } from '@domain/kernel';

/** Wrong passwords came faster than people type, so attempts for this account from this address are held off. */
export interface HeldOff {
  /** null: nobody has the name that was given, and the name is not kept: it may be a password in the wrong field. */
  readonly user: { readonly id: number; readonly name: string } | null;
  readonly address: string;
  readonly failures: number;
  /** How many more were held off since the last such event and are not told of one by one. */
  readonly untold: number;
}

export type LoginEvent = DomainEvent<'LoginsHeldOff', HeldOff>;

export interface HoldOffLogins {
  readonly type: 'HoldOffLogins';
  readonly data: HeldOff;
}

/** Logins of one account, on `login-N` by the id of its user; `login-0` for names that nobody has. Nothing is refused here. */
export const login: Decider<null, HoldOffLogins, LoginEvent> = {
  initial: null,
  decide: ({ data }) => [{ type: 'LoginsHeldOff', data }],
  evolve: () => null,
};

export const loginCatalog: EventCatalog<LoginEvent> = {
  LoginsHeldOff: {
    schema: 1,
    about: 'After wrong passwords, attempts from one address are held off; told at its start.',
  },
};
