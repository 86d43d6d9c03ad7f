import type { RunRequest } from '@application/ports';

type Playbook = NonNullable<RunRequest['playbook']>;
type Checkout = NonNullable<RunRequest['checkout']>;

export type PlaybookChoices = Partial<Playbook> & Pick<Playbook, 'projectPath'>;

const LOCAL = { ansible_connection: 'local', ansible_python_interpreter: '{{ ansible_playbook_python }}' };

/** A run of `site.yml` on the local hosts `one` and `two`. */
export const playbookRequest = (
  jobId: number,
  playbook: PlaybookChoices,
  more: Partial<RunRequest> = {},
): RunRequest => ({
  jobId,
  kind: 'job',
  attempt: 'a1',
  timeout: 0,
  playbook: {
    file: 'site.yml',
    jobType: 'run',
    limit: '',
    tags: '',
    skipTags: '',
    startAtTask: '',
    verbosity: 0,
    forks: 0,
    diff: false,
    become: false,
    forceHandlers: false,
    inventory: { all: { hosts: ['one', 'two'], vars: LOCAL }, _meta: { hostvars: {} } },
    extraVars: {},
    credentials: [],
    ...playbook,
  },
  ...more,
});

/** A clone of `url` into `path`. */
export const checkoutRequest = (
  jobId: number,
  checkout: Partial<Checkout> & Pick<Checkout, 'url' | 'path'>,
): RunRequest => ({
  jobId,
  kind: 'project_update',
  attempt: 'a1',
  timeout: 0,
  checkout: {
    branch: '',
    refspec: '',
    clean: false,
    deleteFirst: false,
    trackSubmodules: false,
    credential: null,
    ...checkout,
  },
});
