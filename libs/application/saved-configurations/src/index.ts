export {
  type BodyMode,
  type ConfigurationBody,
  offeredBy,
  overlaid,
  readConfiguration,
  touchesPrompts,
  withoutNulls,
} from './configuration-body.js';
export {
  type ConfigurationListPorts,
  ConfigurationLists,
  type ListChange,
  type Listing,
  SAVED_LIST_PATHS,
  SAVED_LISTS,
  type SavedListKind,
  type SavedListPath,
} from './lists.js';
export { MemberRows } from './member-rows.js';
export { withOpenChoice } from './open-choice.js';
export { CONFIGURATION_QUERY_COLUMNS, configurationRelations, membersOf } from './query-parts.js';
export { CONFIGURATION_FIELDS, PROMPT_FIELDS, SavedPrompts } from './prompt-fields.js';
export {
  type Assignment,
  CONFIGURATION_COLUMNS,
  configurationAssignments,
  promptAssignment,
  shownConfiguration,
  sqlValue,
} from './prompt-rows.js';
export {
  type ConfigurationPorts,
  type SavedConfiguration,
  SavedConfigurations,
  type StoredConfiguration,
} from './saved-configuration.js';
