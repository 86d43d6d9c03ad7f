import { DnsHostNames } from '@adapters/host-names';
import { CallbackService } from '@application/callbacks';
import { CallbackLaunches } from '@application/launching';
import { isShared, type Settings } from '../configuration/settings.js';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

/** Calls of hosts, with the system's name service. */
export const bindCallbacks = (
  { clock }: Stores,
  { launching }: Services,
  settings: Pick<Settings, 'remoteHostHeaders' | 'trustedProxies' | 'eventStore' | 'readStore'>,
): CallbackService =>
  new CallbackService({
    ...launching,
    ...{
      clock,
      settings,
      isShared: isShared(settings),
      names: new DnsHostNames(),
      launches: new CallbackLaunches(launching),
    },
  });

/** How often repeated refusals whose time is over are looked for. */
const EVERY_MS = 30_000;

/** Records refused calls that were held back to be told together. Returns what records the rest and stops. */
export const recordRepeats = (
  callbacks: Pick<CallbackService, 'flush' | 'close'>,
  onFailure: (error: unknown) => void,
): (() => Promise<void>) => {
  const timer = setInterval(() => void callbacks.flush().catch(onFailure), EVERY_MS).unref();
  return () => {
    clearInterval(timer);
    return callbacks.close();
  };
};
