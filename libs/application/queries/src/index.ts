export type {
  ColumnType,
  QueryColumn,
  OneRelation,
  ManyRelation,
  ManyToManyRelation,
  QueryRelation,
  QueryModel,
} from './model.js';
export type { ListRequest, Page, Scope } from './list-request.js';
export { ListReader } from './list-reader.js';
export { listAnswer } from './list-answer.js';
export { pageOf } from './page-of.js';
export { occurs } from './bounded-search.js';
export { queryFunctions } from './query-functions.js';
export { LOOKUPS } from './lookups.js';
