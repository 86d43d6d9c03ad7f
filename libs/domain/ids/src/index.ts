export { type IdBlock, type IdsEvent, type ReserveIds, idsCatalog } from './messages.js';
export { type ReservedIds, ids } from './ids.js';
