export { Consumer } from './consumer.js';
export { handledBy, placesOf, someStreams, Workplace } from './workplace.js';
