import type { HostNames } from '@application/ports';
import { candidatesOf, type Origin, type SeenCaller, splitValues, withoutArpa } from '@domain/callback';
import { canonicalAddress, isAddress, isWithin } from './addresses.js';
import type { CallbackSettings } from './ports.js';

/** More names than a machine has. */
const MOST_NAMES = 64;

/** Who calls, as far as headers are believed and the name service knows (spec callbacks.md §3.1). */
export class Callers {
  constructor(
    private readonly names: HostNames,
    private readonly settings: CallbackSettings,
  ) {}

  /** Addresses and headers, without asking the name service for the caller: enough to judge a key. */
  async seen(origin: Origin): Promise<SeenCaller> {
    const { remoteHostHeaders } = this.settings;
    const peer = canonicalAddress(origin.peer);
    const isTrusted = await this.isTrusted(peer);
    const { values, headers } = candidatesOf({ ...origin, peer }, remoteHostHeaders, isTrusted);
    const address = isTrusted ? this.spokenFor(origin, headers, peer) : peer;
    return { address, candidates: values.map(canonicalAddress), headers, isTrusted };
  }

  /** With the names that its addresses have. */
  async recognised(caller: SeenCaller): Promise<SeenCaller> {
    const found = await this.names.namesOf(caller.candidates.filter(isAddress));
    const names = withoutArpa([...found.values()].flat());
    const candidates = [...new Set([...withoutArpa(caller.candidates), ...names])].slice(0, MOST_NAMES);
    return { ...caller, candidates };
  }

  /** Deny by default: with no list nobody is believed, which is where we differ from AWX (docs/callbacks.md). */
  private async isTrusted(peer: string): Promise<boolean> {
    const { trustedProxies } = this.settings;
    if (trustedProxies.some((entry) => isWithin(peer, entry))) return true;
    const named = trustedProxies.filter((entry) => !isAddress(entry) && !entry.includes('/'));
    if (named.length === 0) return false;
    const addresses = await this.names.addressesOf(named);
    return [...addresses.values()].some((list) => list.map(canonicalAddress).includes(peer));
  }

  /** A proxy adds whom it speaks for at the end; what stands before may be made up. */
  private spokenFor(origin: Origin, headers: readonly string[], peer: string): string {
    const forwarding = headers.find((name) => name.startsWith('HTTP_'));
    if (forwarding === undefined) return peer;
    const values = splitValues(origin.header(forwarding.slice(5).toLowerCase().replaceAll('_', '-')));
    return values.map(canonicalAddress).findLast((value) => !this.isListed(value)) ?? peer;
  }

  private isListed(value: string): boolean {
    return this.settings.trustedProxies.some((entry) => isWithin(value, entry));
  }
}
