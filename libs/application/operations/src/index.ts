export { ParkedEventsApi, type ParkedEventsPorts } from './parked-events-api.js';
export { parkedInGroups } from './parked-in-groups.js';
export type { ParkedSource } from './parked-source.js';
export { parkedInNotes } from './parked-in-notes.js';
export { replayedGroups } from './replayed-groups.process.js';
