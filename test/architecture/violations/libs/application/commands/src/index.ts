export { type Ordered } from './ordered.js';
