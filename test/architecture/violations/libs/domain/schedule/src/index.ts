export { type Egg } from './egg.js';
