import { CallbackService, type CallbackSettings, type GivenCall } from '@application/callbacks';
import { CallbackLaunches } from '@application/launching';
import type { HostNames, StoredEvent } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { LaunchWorld } from '@testing/launches';

/** A name service that knows what it was told, and whom it was asked for. */
export class FakeHostNames implements HostNames {
  readonly names = new Map<string, readonly string[]>();
  readonly addresses = new Map<string, readonly string[]>();
  readonly asked: string[] = [];

  namesOf(addresses: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.answer(this.names, addresses);
  }

  addressesOf(names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.answer(this.addresses, names);
  }

  private answer(
    known: ReadonlyMap<string, readonly string[]>,
    questions: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    this.asked.push(...questions);
    return Promise.resolve(
      new Map(
        questions.flatMap((question) => {
          const answer = known.get(question);
          return answer ? [[question, answer] as const] : [];
        }),
      ),
    );
  }
}

const DEFAULTS: CallbackSettings = { remoteHostHeaders: ['REMOTE_ADDR', 'REMOTE_HOST'], trustedProxies: [] };

/** An installation whose hosts call back; `node3` is at 10.1.1.3. Time stands still until it is moved. */
export class CallbackWorld {
  readonly names = new FakeHostNames();
  /** Milliseconds that the clock is ahead. */
  later = 0;
  private made = 0;

  private constructor(readonly launches: LaunchWorld) {}

  static async open(): Promise<CallbackWorld> {
    const world = new CallbackWorld(await LaunchWorld.open());
    await world.host('node3', { ansible_host: '10.1.1.3' });
    return world;
  }

  close(): Promise<void> {
    return this.launches.close();
  }

  /** Another server on the same log. */
  service(settings: Partial<CallbackSettings> = {}, isShared = false): CallbackService {
    const { ports, targets, installation } = this.launches;
    return new CallbackService({
      ...{ ...ports, targets, names: this.names, settings: { ...DEFAULTS, ...settings }, isShared },
      launches: new CallbackLaunches(ports),
      clock: { now: () => new Date(Date.parse(installation.clock.now()) + this.later).toISOString() },
    });
  }

  host(name: string, variables: JsonObject = {}, more: JsonObject = {}): Promise<number> {
    const { inventory } = this.launches;
    return this.launches.make('host', { name, inventory, variables: JSON.stringify(variables), ...more });
  }

  /** A template that may be called with the key `k`. */
  template(more: JsonObject = {}): Promise<number> {
    return this.launches.template({ host_config_key: 'k', ...more });
  }

  /** A call of node3 with the right key, but for what is said. */
  given(template: number, more: Partial<GivenCall> & { readonly peer?: string } = {}): GivenCall {
    this.made += 1;
    const { peer = '10.1.1.3', ...rest } = more;
    const request = `call ${this.made}`;
    const origin = { peer, header: () => undefined };
    return { template, key: 'k', variables: undefined, origin, viewer: undefined, request, ...rest };
  }

  /** The same with a forwarding header. */
  forwarded(template: number, peer: string, value: string): GivenCall {
    const header = (name: string): string | undefined => (name === 'x-forwarded-for' ? value : undefined);
    return this.given(template, { origin: { peer, header } });
  }

  events(template: number, host?: number): Promise<readonly StoredEvent[]> {
    return this.launches.events(host === undefined ? `callback-${template}` : `callback-${template}-${host}`);
  }
}
