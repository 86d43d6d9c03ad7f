export type {
  ColumnType,
  QueryColumn,
  OneRelation,
  ManyRelation,
  ManyToManyRelation,
  QueryRelation,
  QueryModel,
} from './model.js';
