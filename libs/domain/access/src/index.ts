export { type Viewer, SYSTEM_VIEWER } from './viewer.js';
