import type { ProvenRule } from './proven-rule.js';

const HERE = 'test/prompting-rules';
const FROM_JOB = `${HERE}/create-schedule.spec.ts`;
const SYSTEM = `${HERE}/system-jobs.spec.ts`;
const AGAIN = 'test/launching/relaunch.spec.ts';
const FLOW_AGAIN = 'test/launching/workflow-relaunch.spec.ts';
const CALLED = 'test/callbacks/decision-sequence.spec.ts';
const SERVICE = 'libs/application/callbacks/src/callback-service.spec.ts';
const RECOGNISED = 'libs/domain/callback/src/recognition.spec.ts';
const SCHEDULES = 'libs/application/schedules/src/schedule-api.spec.ts';
const LISTS = 'libs/application/schedules/src/schedule-lists.spec.ts';
const FIRING = 'libs/application/schedules/src/firing/firing.spec.ts';
const REFUSED = 'libs/domain/recurrence/src/refusals.spec.ts';
const OCCURRENCES = 'libs/domain/recurrence/src/occurrences.spec.ts';

/** Spec relaunch-and-create-schedule.md. */
const RELAUNCH: readonly ProvenRule[] = [
  ['R1', AGAIN, 'counts hosts that still exist, failed ones by failures and unreachability'],
  ['R1 access', AGAIN, 'is for those who may read the job'],
  ['R2 keys', AGAIN, '"ok" is not a valid choice.'],
  ['R2 prompts in the body', AGAIN, 'ignores prompts in the body'],
  ['R2.1.2', AGAIN, 'must be typed anew, are kept sealed, and are in no event'],
  ['R2.1.3', AGAIN, '§2.1 step 3: refuses without the project or inventory of the job'],
  ['R2.1.4', AGAIN, '§2.1 step 4: refuses failed hosts without statistics'],
  ['R2.1.5', AGAIN, '§2.1 step 5: leaves no job'],
  ['R2.1.6', AGAIN, 'rows 1, 3: superusers may always'],
  ['R2.2 current template', AGAIN, 'takes current template values, and recorded prompts on top of them'],
  ['R2.2 survey answers', AGAIN, 'lets answers that were not given fall back to defaults of now'],
  ['R2.2 slicing', AGAIN, 'repeats a slice as the slice it was'],
  ['R2.2 own configuration', AGAIN, 'the first source however often it is repeated'],
  ['R2.2 copies', AGAIN, 'copies the fields of an orphan, which stays one'],
  ['R2.2 failed hosts', AGAIN, 'limits to failed hosts by their current names, whether or not the template asks'],
  ['R2.2 odd names', 'test/launching/host-patterns.spec.ts', 'selects these hosts alone, whatever they are called'],
  ['R2.2 callbacks, workflows', AGAIN, 'keeps the limit of a callback and variables that came in past the rules'],
  ['R2.3', AGAIN, 'drops what it no longer accepts, tells so, and writes it down'],
  ['R2.3 answers', AGAIN, 'variables_needed_to_start'],
  ['R3.1, R3.3', AGAIN, 'rows 1, 3: superusers may always, others where nothing was prompted'],
  ['R3.2', AGAIN, 'row 2: without execute'],
  ['R3.4', AGAIN, 'row 4: secrets of another'],
  ['R3.5, R3.6, R3.9', AGAIN, 'rows 5, 6, 9: needs the right to use each recorded resource'],
  [
    'R3.9 each resource',
    'test/launching/relaunch-rights.spec.ts',
    'a relaunch needs the right to what the job was launched with',
  ],
  ['R3.7, R3.11', AGAIN, 'rows 7, 11 (S9): an orphan is for administrators of the organization'],
  ['R3.8', AGAIN, 'row 8: an orphan of no organization'],
  ['R3.10', AGAIN, 'row 10: a legacy launch'],
  ['R4', FROM_JOB, '§4, §5 shows and takes over what was prompted'],
  [
    'R4 without a configuration',
    'libs/application/job-views/src/api/schedule-prompts.spec.ts',
    'is unknown for a job that recorded none',
  ],
  ['R5.1, R5.3', FROM_JOB, '§5.1, §5.3 needs the right to relaunch, and to use what the job was launched with'],
  ['R5.2 passwords', FROM_JOB, '§5.2 needs no typed passwords'],
  ['R5.2 legacy', FROM_JOB, '§5.2 needs a recorded launch'],
  ['R5.2 missing', FROM_JOB, '§5.2 needs the inventory and the template'],
  ['R5.4', 'libs/application/schedules/src/schedule-from-job.spec.ts', 'takes the first name that no schedule has'],
  ['R5 enabling', 'libs/application/schedules/src/schedule-from-job.spec.ts', 'is not judged when it is enabled'],
  ['R5 [S5]', FROM_JOB, '§5 [S5] has another address'],
  ['R6', FLOW_AGAIN, 'takes the nodes of now and the prompts of then'],
  ['R6 slices', FLOW_AGAIN, 'refuses when there are more or fewer slices now, or no inventory'],
  ['R6 slices of nothing', FLOW_AGAIN, 'refuses when the job template is gone'],
  ['R6 rights', FLOW_AGAIN, 'needs execute on the workflow, and rights on what was prompted'],
  ['R6 secrets', FLOW_AGAIN, 'does not hand on the secrets of another'],
  ['R6 orphans', FLOW_AGAIN, 'copies the nodes of an orphan, for superusers'],
];

/** Spec callbacks.md. */
const CALLBACKS: readonly ProvenRule[] = [
  ['C1 key', CALLED, '1 leads to the callback while it has a key'],
  ['C1 inventory', CALLED, '1 has no key without an inventory to look in'],
  ['C1 generated', CALLED, 'gets a new key on request; the old one opens nothing any more'],
  ['C2 content types', CALLED, '2 content type of neither kind'],
  ['C2 slash', CALLED, '2 no slash at the end, no redirect'],
  ['C2 login', CALLED, '2 no superuser without the key'],
  ['C2 form', CALLED, '2 extra variables of a form are none'],
  ['C2.1.1', CALLED, '2.1/1 no key, no template'],
  ['C2.1.2', CALLED, '2.1/2 no template'],
  ['C2.1.3', CALLED, '2.1/3 template without a key'],
  ['C2.1.3 constant time', 'libs/application/callbacks/src/keys.spec.ts', "describe('keys'"],
  ['C2.1.4', SERVICE, '4: there is no inventory to look in'],
  ['C2.1.6', CALLED, '2.1/6 no host'],
  ['C2.1.7', CALLED, '2.1/7 two hosts'],
  ['C2.1.8', CALLED, '2.1/8 and 2.2 prompts, form'],
  ['C2.1.9', SERVICE, '9: the job of the last call, or of anyone who limited it to the host, is not over'],
  ['C2.1.10', SERVICE, '10: a job that could not start is not created'],
  ['C2.1.11', SERVICE, '11: of 50 calls at the same time one gets the job'],
  ['C2.2 credentials', CALLED, 'a credential that asks for a password blocks whatever comes'],
  ['C2.2 prompts', CALLED, '2.2 prompts, null'],
  [
    'C2.2 questions',
    SERVICE,
    '8: a question that must be answered blocks until its answer comes, whatever its default',
  ],
  ['C2.3 job', CALLED, '2.3 the job is nobody’s and limited to the host'],
  ['C2.3 creator', SERVICE, 'is that of a user who had logged in'],
  ['C2.3 variables', SERVICE, 'takes variables where they are asked for, none that say how to connect'],
  ['C2.3 unparsable', SERVICE, 'reads variables %p'],
  ['C2.3 discarded', SERVICE, 'drops variables that are not asked for'],
  ['C2.3 passwords', SERVICE, 'keeps answers to password questions sealed'],
  ['C2.3 other hosts', SERVICE, 'does not keep another host waiting'],
  ['C3.1 headers', RECOGNISED, 'are all values of all listed headers, in order, each once'],
  ['C3.1 proxies', SERVICE, 'forwarding header of a listed proxy'],
  ['C3.1 mapped addresses', SERVICE, 'peer by IPv4-mapped address'],
  ['C3.1 reverse names', RECOGNISED, 'are no names that only turn an address round'],
  ['C3.2 effective name', RECOGNISED, 'knows a host by ansible_host, then ansible_ssh_host, then its name'],
  ['C3.2.1', RECOGNISED, 'finds those that are reached by a candidate'],
  ['C3.2.2', RECOGNISED, 'adds those whose name leads to a candidate, and only then'],
  ['C3.2 another name', SERVICE, 'is not known by the name of a host that is reached by another'],
  ['C5', SERVICE, 'shows the key and the hosts that the one who asks would be'],
  ['C5 access', SERVICE, 'is for readers of the template'],
  ['C6', CALLED, 'the examples of callbacks.md 6'],
];

/** Spec schedules.md. */
const SCHEDULED: readonly ProvenRule[] = [
  ['S1 lists', SCHEDULES, 'are filtered and ordered; those of a template by their next run'],
  ['S1 access', SCHEDULES, 'access (§1): the right that is needed, and nothing less'],
  [
    'S1 credentials',
    LISTS,
    'credentials join where the template asks for them, and are refused in AWX’s words where not',
  ],
  ['S1 rights on credentials', LISTS, 'need the right to change the schedule, and use of the credential'],
  [
    'S1 rights on prompts',
    'libs/application/schedules/src/schedule-rights.spec.ts',
    'a schedule brings only what its maker may use',
  ],
  ['S2 required', SCHEDULES, 'name, rule and template are required, on PUT too'],
  ['S2 names', SCHEDULES, 'names are unique per template'],
  ['S2 templates', SCHEDULES, 'an unknown template, and a manual project, cannot be scheduled'],
  ['S2.1', SCHEDULES, 'are judged by the rules of the template'],
  ['S2.1 projects', SCHEDULES, 'of a project are refused, whatever they are'],
  ['S2.1 [S12]', SCHEDULES, 'are judged again only by a change that touches them (S12)'],
  ['S2.1 passwords', LISTS, 'password answers are sealed, shown as a mask'],
  ['S3', REFUSED, 'refusals of rules (spec schedules.md §3)'],
  ['S3 order', REFUSED, '8, 11, 7 in the order of the text'],
  ['S3 UNTIL', REFUSED, 'have UNTIL in UTC'],
  ['S3 normalized', REFUSED, 'have one space between their parts'],
  ['S3.1', OCCURRENCES, 'what the occurrences are (spec schedules.md §3.1)'],
  ['S3.1.3', OCCURRENCES, 'is on DTSTART only if the rule matches it'],
  ['S3.1.4', OCCURRENCES, 'unites rules, equal moments once'],
  ['S3.1 [FIX]', OCCURRENCES, 'keep their phase'],
  ['S4', OCCURRENCES, 'computed fields (spec schedules.md §4)'],
  ['S4 recomputed', SCHEDULES, 'follow the rule and the switch, and change nothing else'],
  ['S4 [FIX] template', SCHEDULES, 'the template shows the earliest of its schedules'],
  ['S5 job', FIRING, 'makes a job of the occurrence, in the name of the schedule'],
  ['S5 exactly once', FIRING, 'is exactly once: by two clocks at a time'],
  ['S5 exactly once, crashes', 'test/crashes/schedules.spec.ts', 'describe('],
  ['S5 missed', FIRING, 'fires once after a downtime, and tells what was missed'],
  ['S5 stale', FIRING, 'only advances what an earlier clock had left'],
  ['S5 blocked', FIRING, 'is blocked by ten active jobs of the template'],
  ['S5 blocked projects', 'libs/application/schedules/src/firing/blocked.spec.ts', 'describe('],
  ['S5 disabled', FIRING, 'does not happen while it is disabled'],
  ['S5 deleted', SCHEDULES, 'a template takes its schedules along'],
  ['S5 errors', FIRING, 'one that cannot be prepared does not keep the others'],
  ['S5 rejected', FIRING, 'starts without a prompt that the template refuses now, and records it'],
  ['P9 schedules, inventory', FIRING, 'without an inventory'],
  ['P9 schedules, project', FIRING, 'without a project'],
  ['P9 schedules, passwords', FIRING, 'with a credential that asks for a password'],
  ['P9 rejected lines', FIRING, 'with a line for each prompt that was refused as well'],
  ['S6', FROM_JOB, 'a schedule made from a job'],
  ['S7', FIRING, 'happens when the preview says'],
  ['S7 at most ten', REFUSED, 'toHaveLength(10)'],
  ['S8', REFUSED, 'zones (spec schedules.md §8)'],
];

/** Spec system-jobs.md. */
const MAINTENANCE: readonly ProvenRule[] = [
  ['Y1', SYSTEM, '§1 has four templates from the start'],
  ['Y1 access', SYSTEM, '§1 shows them to superusers and auditors only'],
  ['Y1 fixed', SYSTEM, '§1 lets nobody %s a template, nor make one'],
  ['Y1 cancel, delete', SYSTEM, '§1 cancels and deletes jobs as others do'],
  ['Y1 cleanup', SYSTEM, 'removes jobs for real, and says that the log keeps them'],
  ['Y2 rights', SYSTEM, '§2 launches for superusers only'],
  ['Y2 days', SYSTEM, '§2 wants a whole number of days for %s'],
  ['Y2 dropped', SYSTEM, '§2 drops other variables and other prompts, and lists them'],
  ['Y2 relaunch', SYSTEM, '§2 cannot be repeated'],
  ['Y3 nodes', SYSTEM, '§3 on a workflow node'],
  ['Y3 schedules', SYSTEM, '§3 on a schedule'],
  ['Y3 firing', FIRING, 'drops variables that a system job does not take any more, and runs it'],
];

/** What launches besides people and nodes. */
export const LATER_RULES: readonly ProvenRule[] = [...RELAUNCH, ...CALLBACKS, ...SCHEDULED, ...MAINTENANCE];
