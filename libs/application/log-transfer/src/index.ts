export { exportedLog, type Progress } from './export-log.js';
export { type Imported, importLog } from './import-log.js';
export type { Totals } from './log-lines.js';
export { checkExport } from './read-export.js';
export { TransferRefused } from './transfer-refused.js';
