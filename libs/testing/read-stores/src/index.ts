export { dropPostgres, openPostgres, postgresUrl } from './postgres.js';
export { openOutputStores, openReadStore, type OutputStores } from './open-read-store.js';
