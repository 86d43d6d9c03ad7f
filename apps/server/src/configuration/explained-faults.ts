import { MasterKeyRefused } from '@adapters/secrets';
import { TransferRefused } from '@application/log-transfer';
import { NodeNameTaken } from '@application/nodes';
import { LogDamaged, LogLocked, LogRefused, LogUnavailable, ReadStoreUnavailable } from '@application/ports';
import { ListenRefused } from '../composition/listening.js';
import { CertificateRefused } from '../tls/certificate.js';
import { DataDirectoryRefused } from './data-directory.js';

const EXPLAINED = [
  ...[DataDirectoryRefused, CertificateRefused, ListenRefused, MasterKeyRefused, NodeNameTaken, TransferRefused],
  ...[LogLocked, LogDamaged, LogRefused, LogUnavailable, ReadStoreUnavailable],
];

/** Faults of the surroundings in one line; anything else is a fault of ours and keeps its stack. */
export const faultText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const isExplained = EXPLAINED.some((kind) => error instanceof kind) || 'syscall' in error;
  return isExplained ? error.message : (error.stack ?? error.message);
};
