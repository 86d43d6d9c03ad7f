/** A PostgreSQL that is thrown away. */
export interface PostgresServer {
  readonly url: string;
  /** On the same data and port as before. */
  start(): Promise<boolean>;
  /** Lets go of every connection at once; with SIGQUIT as a crash does. */
  halt(signal?: 'SIGINT' | 'SIGQUIT'): Promise<void>;
  remove(): Promise<void>;
}

export function startPostgres(): Promise<
  | { readonly server: PostgresServer; readonly problem?: undefined }
  | { readonly server?: undefined; readonly problem: string }
>;
