/** The name service, asked for many at once: within a bounded time, and with a bounded number of questions on their way. */
export interface HostNames {
  /** Names of addresses, aliases too; addresses that have none, or none in time, are absent. */
  namesOf(addresses: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Addresses of names, as they are written there; names that lead nowhere, or nowhere in time, are absent. */
  addressesOf(names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
}
