export * from './event-log.js';
export * from './log-feed.js';
export * from './clock-and-ids.js';
export * from './secrets.js';
export * from './executor.js';
export * from './read-store.js';
export * from './job-output.js';
export * from './project-files.js';
