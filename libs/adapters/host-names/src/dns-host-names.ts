import { Resolver } from 'node:dns/promises';
import type { HostNames } from '@application/ports';
import { readHostsFile } from './hosts-file.js';
import { type LookupLimits, Lookups } from './lookups.js';

export interface DnsOptions extends Partial<LookupLimits> {
  readonly hostsFile?: string;
  /** `127.0.0.1:5353`; by default those of the system. */
  readonly servers?: readonly string[];
}

const LIMITS: LookupLimits = { concurrency: 32, patienceMs: 8000, memoryMs: 30_000, memorySize: 10_000 };

/**
 * The system's DNS and hosts file. Not `getaddrinfo`: its calls can be neither limited in time nor taken back, and a name
 * server that does not answer would hold up every other thing that waits for a thread.
 */
export class DnsHostNames implements HostNames {
  private readonly resolver = new Resolver({ timeout: 1500, tries: 2 });
  private readonly names: Lookups;
  private readonly addresses: Lookups;

  constructor(private readonly options: DnsOptions = {}) {
    const limits = { ...LIMITS, ...options };
    if (options.servers) this.resolver.setServers(options.servers);
    // The hosts file is read by the resolver itself here, and not for names.
    this.names = new Lookups((address) => this.resolver.reverse(address), limits);
    this.addresses = new Lookups((name) => this.resolve(name), limits);
  }

  namesOf(addresses: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.names.all(addresses);
  }

  addressesOf(names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.addresses.all(names);
  }

  private async resolve(name: string): Promise<readonly string[]> {
    const known = (await readHostsFile(this.options.hostsFile ?? '/etc/hosts')).get(name.toLowerCase());
    if (known) return known;
    const none = (): readonly string[] => [];
    const found = await Promise.all([
      this.resolver.resolve4(name).catch(none),
      this.resolver.resolve6(name).catch(none),
    ]);
    return found.flat();
  }
}
