import { join } from 'node:path';

/** The files of a data directory that are kept by the program. */
export const dataFiles = (data: string) => ({
  log: join(data, 'log.sqlite'),
  output: join(data, 'output.sqlite'),
  readModels: join(data, 'read-models.sqlite'),
  keys: join(data, 'keys'),
  adminPassword: join(data, 'admin-password'),
  tls: join(data, 'tls'),
});
