import { ADMIN, completeInstallation } from '@application/installation';
import { type AdminPassword, adminPassword } from '../configuration/data-directory.js';
import { isShared, type Settings } from '../configuration/settings.js';
import type { Mode } from './modes.js';
import { noteLog } from './rows.js';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

interface Surroundings {
  readonly settings: Settings;
  readonly mode: Pick<Mode, 'once' | 'caughtUp'>;
}

/**
 * Makes what every installation has, one process after the other.
 * @returns how `admin` logs in; null: as he did before, or it is no business of this process
 */
export const firstStart = async (
  stores: Stores,
  { resources }: Pick<Services, 'resources'>,
  { settings, mode }: Surroundings,
): Promise<AdminPassword | null> => {
  const found: { password: AdminPassword | null } = { password: null };
  await mode.once('first-start', async () => {
    const password = await passwordFor(settings, resources);
    const admin = password && { password: password.password, isGiven: password.file === null };
    await completeInstallation({ ...stores, resources, caughtUp: mode.caughtUp }, admin);
    await noteLog(stores.log, stores.read, settings);
    found.password = password;
  });
  return found.password;
};

/** Of several processes with data directories of their own only the one that makes `admin` makes a password for him. */
const passwordFor = async (
  settings: Settings,
  { lookup }: Pick<Services['resources'], 'lookup'>,
): Promise<AdminPassword | null> => {
  if (!settings.roles.includes('api')) return null;
  const isThere =
    isShared(settings) &&
    settings.adminPassword === null &&
    (await lookup.idsWhere('user', { username: ADMIN })).length > 0;
  return isThere ? null : adminPassword(settings.data, settings.adminPassword);
};
