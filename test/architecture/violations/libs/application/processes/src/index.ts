export { type Followed } from './followed.js';
