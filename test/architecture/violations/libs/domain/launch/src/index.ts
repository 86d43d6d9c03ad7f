export { type Launched } from './launched.js';
