export { exportedLog, type Progress } from './export-log.js';
export type { End } from './framing.js';
export { type Imported, importLog } from './import-log.js';
export { checkOutputLines, exportedOutput, importOutput, type Leavings } from './output-transfer.js';
export { checkLogLines } from './read-log.js';
export { TransferRefused } from './transfer-refused.js';
