/**
 * Work that one process of an installation does at a time. For saving effort, not for being right: a process may learn late that
 * it has lost an office, so what it does there must be harmless beside its successor.
 */
export interface Elections {
  /**
   * Waits for this process's turn and does the work, again whenever the office was lost, until `signal` aborts.
   * @param work must let go once its own signal aborts: the office is lost or no longer wanted; when it ends before that, so does holding
   * @throws what `work` throws
   */
  hold(office: string, work: (turn: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
}
