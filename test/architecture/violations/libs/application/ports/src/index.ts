export { type Port } from './port.js';
