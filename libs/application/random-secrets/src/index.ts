export { hashOf, newSecret } from './random-secret.js';
