export { type Asked, Workshop } from './workshop.js';
