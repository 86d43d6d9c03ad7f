type Choices = readonly (readonly [string | number, string])[];

export const LAUNCH_TYPES: Choices = [
  ['manual', 'Manual'],
  ['relaunch', 'Relaunch'],
  ['callback', 'Callback'],
  ['scheduled', 'Scheduled'],
  ['dependency', 'Dependency'],
  ['workflow', 'Workflow'],
  ['webhook', 'Webhook'],
  ['sync', 'Sync'],
  ['scm', 'SCM Update'],
];

export const VERBOSITIES: Choices = [
  [0, '0 (Normal)'],
  [1, '1 (Verbose)'],
  [2, '2 (More Verbose)'],
  [3, '3 (Debug)'],
  [4, '4 (Connection Debug)'],
  [5, '5 (WinRM Debug)'],
];

export const JOB_TYPES: Choices = [
  ['run', 'Run'],
  ['check', 'Check'],
];

/** Jobs of before 2018 may carry a third. */
export const OLD_JOB_TYPES: Choices = [...JOB_TYPES, ['scan', 'Scan']];

export const WEBHOOK_SERVICES: Choices = [
  ['', '---------'],
  ['github', 'GitHub'],
  ['gitlab', 'GitLab'],
  ['bitbucket_dc', 'BitBucket DataCenter'],
];

export const SCM_TYPES: Choices = [
  ['', 'Manual'],
  ['git', 'Git'],
  ['svn', 'Subversion'],
  ['insights', 'Red Hat Insights'],
  ['archive', 'Remote Archive'],
];
