export type { MayRead } from './reading.js';
export { StreamReaders, type Visibility } from './stream-readers.js';
export { EventHistory, type HistoryPage } from './history/event-history.js';
export { type HistoryQuery, historyQuery } from './history/history-query.js';
export { entriesOf } from './provenance/entries.js';
export { JobProvenance, type Narrowing } from './provenance/job-provenance.js';
export type {
  LaunchStep,
  OfferView,
  Provenance,
  ProvenanceEntry,
  RejectionView,
  SourceView,
} from './provenance/shape.js';
