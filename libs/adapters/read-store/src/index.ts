export { SqliteReadStore, type SqliteReadStoreOptions } from './sqlite-read-store.js';
export { copyNotes } from './copy-notes.js';
