export { launched } from './launched.js';
