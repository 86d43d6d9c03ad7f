export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export const LOG_LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/** What a process does: answers requests, works without them, runs jobs. */
export type Role = 'api' | 'worker' | 'runner';
export const ROLES: readonly Role[] = ['api', 'worker', 'runner'];

export type ExecutorName = 'ansible' | 'noop';

export interface HttpsSettings {
  readonly port: number;
  /** Somebody asked for this port; otherwise it may be taken. */
  readonly isAsked: boolean;
  /** Files of a certificate and its key; null: one of our own, signed by itself. */
  readonly certificate: string | null;
  readonly key: string | null;
}

/** Everything the program can be told, checked. Paths are absolute. */
export interface Settings {
  /** What this process does; all of it unless several processes share an installation. */
  readonly roles: readonly Role[];
  /** Name of this process among those of its installation. */
  readonly nodeName: string;
  /** Seconds after which a runner that is silent is taken for lost. */
  readonly runnerGrace: number;
  readonly port: number;
  readonly host: string;
  /** Null: no TLS. */
  readonly https: HttpsSettings | null;
  readonly data: string;
  /** Given password of `admin`; null: the one in the data directory, made on first start. */
  readonly adminPassword: string | null;
  readonly projectsRoot: string;
  readonly executor: ExecutorName;
  /** Forks this installation takes at once. */
  readonly capacity: number;
  readonly logLevel: LogLevel;
  readonly demo: boolean;
  /** Given master key (base64 of 32 bytes); null: the one in the data directory. */
  readonly masterKey: string | null;
  /** Connection string of the EventStoreDB that keeps the log; null: the embedded log. */
  readonly eventStore: string | null;
  /** Connection string of the PostgreSQL that keeps read models and job output; null: files of the data directory. */
  readonly readStore: string | null;
  /** Seconds in which a program that is told to stop goes on serving, while `/health/` sends everybody elsewhere. */
  readonly drain: number;
  readonly noop: {
    /** Bytes of the artifact that every job of a workflow gets; 0: none. */
    readonly artifactBytes: number;
    /** File that gets a line per job really executed. */
    readonly log: string | null;
  };
  /** CGI names of what a host that calls back is known by, in order. */
  readonly remoteHostHeaders: readonly string[];
  /** Proxies whose forwarding headers are believed; empty: nobody's. */
  readonly trustedProxies: readonly string[];
  /** Variables of the environment that git and Ansible are given as they are. */
  readonly passThrough: Readonly<Record<string, string>>;
}

/** Both in engines that several processes can use at once: then they may form one installation. */
export const isShared = ({ eventStore, readStore }: Pick<Settings, 'eventStore' | 'readStore'>): boolean =>
  eventStore !== null && readStore !== null;

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY'];

/** Names that reach git and Ansible; proxies in both of their spellings. */
export const PASSED_THROUGH: readonly string[] = [
  'GIT_CONFIG_GLOBAL',
  ...PROXIES,
  ...PROXIES.map((name) => name.toLowerCase()),
];
