import { refuses, type Rule } from './rule.js';

/** Letters beyond ASCII come after the others. */
const TREES = ['ash', 'birch', 'cedar', 'elm', 'fir', 'oak', 'Ölbaum'];

const list = (rule: string, query: string, lists: readonly string[]): Rule => ({
  rule: `3 ${rule}`,
  ask: ['GET', `inventories/{trees}/hosts/?${query}`],
  status: 200,
  lists,
});

const refused = (rule: string, path: string, detail: string): Rule => ({
  rule: `3.3 ${rule}`,
  ask: ['GET', path],
  ...refuses(detail),
});

const forbidden = (path: string, detail: string): Rule => ({
  rule: '3.3 secrets are not filtered by',
  ask: ['GET', path],
  status: 403,
  is: { detail },
});

const PAGING: readonly Rule[] = [
  {
    rule: '3.1 a page has its neighbours, other parameters kept, without a host',
    ask: ['GET', 'inventories/{trees}/hosts/?page_size=2&page=2&not__name=zebra'],
    status: 200,
    holds: {
      count: 7,
      next: '/api/v2/inventories/{trees}/hosts/?not__name=zebra&page=3&page_size=2',
      previous: '/api/v2/inventories/{trees}/hosts/?not__name=zebra&page=1&page_size=2',
    },
  },
  {
    rule: '3.1 the first page has none before it',
    ask: ['GET', 'hosts/?name=ash'],
    status: 200,
    holds: { next: null, previous: null },
  },
  {
    ...list('`last` is a page', 'page=last&page_size=5&order_by=name', ['oak', 'Ölbaum']),
    rule: '3.1 `last` is a page',
  },
  ...['8', '0', '-1', 'x'].map((page): Rule => ({
    rule: `3.1 page ${page} there is not`,
    ask: ['GET', `inventories/{trees}/hosts/?page=${page}`],
    status: 404,
    is: { detail: 'Invalid page.' },
  })),
  {
    rule: '3.1 of hosts such a page is 400',
    ask: ['GET', 'hosts/?page=99'],
    status: 400,
    is: { error: 'Invalid page.' },
  },
  {
    rule: '3.1 page 1 of nothing',
    ask: ['GET', 'hosts/?name=none&page=1'],
    status: 200,
    is: { count: 0, next: null, previous: null, results: [] },
  },
  ...['0', '-3', 'x'].map((size) => ({
    ...list(`page_size=${size} means 25`, `page_size=${size}&order_by=name`, TREES),
  })),
  {
    rule: '3.1 at most 200 are on a page',
    ask: ['GET', 'unified_job_templates/?page_size=500'],
    status: 200,
    holds: { next: null },
  },
  {
    rule: '3.1 count_disabled: results alone',
    ask: ['GET', 'inventories/{trees}/hosts/?count_disabled=1&name=ash'],
    status: 200,
    shows: ({ json }) => expect(Object.keys(json as object)).toEqual(['results']),
  },
];

const ORDER: readonly Rule[] = [
  { ...list('by name, descending', 'order_by=-name&page_size=3', ['Ölbaum', 'oak', 'fir']), rule: '3.2 descending' },
  {
    ...list('several', 'order_by=-description,name&description__in=odd,even tree', [
      'birch',
      'elm',
      'oak',
      'ash',
      'cedar',
      'fir',
    ]),
    rule: '3.2 several fields',
  },
  { ...list('`order` too', 'order=-name&page_size=1', ['Ölbaum']), rule: '3.2 `order` is understood, too' },
  { ...list('relations', 'order_by=inventory__name,-id&page_size=1', ['Ölbaum']), rule: '3.2 by fields of relations' },
  {
    rule: '3.2 mixed lists by type',
    ask: ['GET', 'unified_job_templates/?order_by=-type,name&name__in=Pine,Project'],
    status: 200,
    lists: ['Project', 'Pine'],
  },
  {
    ...refused('x', 'job_templates/?order_by=foo', "JobTemplate has no field named 'foo'"),
    rule: '3.2 an unknown field',
  },
  { rule: '3.2 teams by organization, then name', ask: ['GET', 'teams/?name=Team'], status: 200, lists: ['Team'] },
];

/** One row per lookup. */
const LOOKUPS: readonly Rule[] = [
  list('exact', 'name=ash', ['ash']),
  list('exact, named', 'name__exact=ash', ['ash']),
  list('iexact', 'name__iexact=ASH', ['ash']),
  list('iexact beyond ASCII', 'name__iexact=%C3%B6LBAUM', ['Ölbaum']),
  list('contains', 'name__contains=i', ['birch', 'fir']),
  list('contains minds case', 'name__contains=I', []),
  list('icontains', 'name__icontains=I', ['birch', 'fir']),
  list('icontains takes % literally', 'description__icontains=50%25', ['Ölbaum']),
  list('icontains takes _ literally', 'description__icontains=_', ['Ölbaum']),
  list('startswith', 'name__startswith=c', ['cedar']),
  list('istartswith', 'name__istartswith=C', ['cedar']),
  list('endswith', 'name__endswith=k', ['oak']),
  list('iendswith', 'name__iendswith=K', ['oak']),
  list('regex', 'name__regex=%5E[a-c]', ['ash', 'birch', 'cedar']),
  list('iregex', 'name__iregex=%5E[A-C]', ['ash', 'birch', 'cedar']),
  list('gt', 'name__gt=fir&name__lt=p', ['oak']),
  list('gte and lte', 'name__gte=elm&name__lte=fir', ['elm', 'fir']),
  list('times', 'created__gt=2020-01-01T00:00:00Z&created__lt=2020-01-02T00:00:00Z', []),
  list('in', 'name__in=ash,oak,zebra', ['ash', 'oak']),
  list('isnull', 'last_job__isnull=true&name=ash', ['ash']),
  list('isnull false', 'last_job__isnull=false', []),
  list('booleans', 'enabled=false', ['elm']),
  list('booleans in one letter', 'enabled=f', ['elm']),
  list('ids', 'id={ash}', ['ash']),
  list('pk', 'pk={ash}', ['ash']),
  list('foreign keys', 'inventory={trees}&name=oak', ['oak']),
  list('fields of relations', 'inventory__organization__name__icontains=WOO&name=oak', ['oak']),
  list('null', 'last_job=null&name=oak', ['oak']),
  list('repeats are joined by and', 'name__contains=r&name__contains=d', ['cedar']),
  list('not', 'not__description=odd&not__name__startswith=%C3%96', ['ash', 'cedar', 'fir']),
  list('or', 'or__name=ash&or__name=oak', ['ash', 'oak']),
  list('or and not', 'or__name=ash&or__not__enabled=true', ['ash', 'elm']),
  list('or beside and', 'or__name=ash&or__name=oak&description=odd', ['oak']),
  list('one related row meets all', 'groups__name=leaves&groups__id={needles}', []),
  list('chain: each its own related row', 'chain__groups__name=leaves&chain__groups__id={needles}', ['ash']),
  list('chain and not', 'chain__groups__name=leaves&chain__not__groups__name=needles', ['birch', 'oak']),
  list('results are distinct', 'groups__name__in=leaves,needles&name=ash', ['ash']),
  list('search, every word', 'search=tree+ced', ['cedar']),
  list('search minds no case', 'search=CEDAR', ['cedar']),
  list('search of a relation', 'groups__search=needle&name__startswith=f', ['fir']),
  list('search of relations: repeats are alternatives', 'groups__search=needle&groups__search=leav&name__lt=b', [
    'ash',
  ]),
  list('search of relations: all of a comma list', 'groups__search=needle,leav', ['ash']),
  list('reserved words filter nothing', 'limit=x&validate=y&host_filter=z&no_truncate=1&name=ash', ['ash']),
  list('empty values are compared, too', 'description=', []),
];

const SEVERAL: readonly Rule[] = [
  { rule: '3.3 many to many', ask: ['GET', 'job_templates/?labels__name=blue'], status: 200, lists: ['Pine'] },
  {
    rule: '3.3 not of many to many: none of them',
    ask: ['GET', 'job_templates/?not__labels__name=blue&labels__isnull=false&inventory__name=Trees'],
    status: 200,
    lists: ['Larch'],
  },
  {
    rule: '3.3 across several levels',
    ask: ['GET', 'job_templates/?credentials__credential_type__kind=ssh'],
    status: 200,
    lists: ['Template'],
  },
  { rule: '3.3 reverse relations', ask: ['GET', 'inventories/?hosts__name=ash'], status: 200, lists: ['Trees'] },
  {
    rule: '3.3 limit__exact is a filter',
    ask: ['GET', 'job_templates/?limit__exact=nobody'],
    status: 200,
    holds: { count: 0 },
  },
  {
    rule: '3.3 types of a mixed list',
    ask: ['GET', 'unified_job_templates/?type=project,workflow_job_template&order_by=name&organization__name=Demo'],
    status: 200,
    lists: ['Project', 'Workflow'],
  },
  {
    rule: '3.3 role_level: where the caller has that role',
    ask: ['GET', 'inventories/?role_level=use_role&name=Trees'],
    status: 200,
    lists: ['Trees'],
  },
  {
    rule: '3.3 role_level: and not where he has none',
    ask: ['GET', 'inventories/?role_level=use_role', { login: 'ann:secret of ann' }],
    status: 200,
    holds: { count: 0 },
  },
  {
    rule: '3.3 role_level needs roles',
    ask: ['GET', 'labels/?role_level=use_role'],
    status: 400,
    holds: { detail: expect.stringContaining('role_level') },
  },
  {
    rule: '3.3 users are searched by name and address',
    ask: ['GET', 'users/?search=ANN'],
    status: 200,
    holds: { count: 1 },
  },
];

const PROBLEMS: readonly Rule[] = [
  refused('an unknown field', 'job_templates/?foo=1', "JobTemplate has no field named 'foo'"),
  refused('an unknown field of a relation', 'job_templates/?inventory__foo=1', "Inventory has no field named 'foo'"),
  refused(
    'a field that not all have',
    'unified_job_templates/?inventory=1',
    "UnifiedJobTemplate has no field named 'inventory'",
  ),
  refused('no id', 'job_templates/?inventory=abc', 'Invalid inventory id: abc'),
  refused('no boolean', 'job_templates/?survey_enabled=x', 'Unable to convert "x" to boolean'),
  refused('nothing in a list', 'job_templates/?id__in=', 'cannot provide empty value for __in'),
  refused(
    'a loop',
    'job_templates/?inventory__organization__inventories__organization=1',
    'Loops not allowed in filters, detected on field organization.',
  ),
  {
    rule: '3.3 a faulty pattern',
    ask: ['GET', 'job_templates/?name__regex=('],
    status: 400,
    holds: { detail: expect.any(String) },
  },
  {
    rule: '3.3 of hosts such a problem is an `error`',
    ask: ['GET', 'hosts/?foo=1'],
    status: 400,
    is: { error: "Host has no field named 'foo'" },
  },
  forbidden('credentials/?inputs=x', 'Filtering on field inputs is not allowed.'),
  forbidden('job_templates/?extra_vars__icontains=x', 'Filtering on extra_vars is not allowed.'),
  forbidden('users/?password__startswith=x', 'Filtering on password is not allowed.'),
  forbidden('job_templates/?host_config_key=x', 'Filtering on host_config_key is not allowed.'),
  forbidden('job_templates/?survey_spec=x', 'Filtering on survey_spec is not allowed.'),
  forbidden('job_templates/?webhook_key=x', 'Filtering on webhook_key is not allowed.'),
  forbidden('jobs/?job_args=x', 'Filtering on job_args is not allowed.'),
  forbidden('jobs/?job_env=x', 'Filtering on job_env is not allowed.'),
  forbidden('jobs/?job_template__extra_vars=x', 'Filtering on extra_vars is not allowed.'),
  {
    rule: '3.3 quotes of SQL are text',
    ask: ['GET', "inventories/{trees}/hosts/?name=x'%20OR%20'1'='1"],
    status: 200,
    lists: [],
  },
];

/** Lists of several kinds at once. */
const MIXED: readonly Rule[] = [
  {
    rule: '3.3 a field that one kind has is asked of that kind',
    ask: ['GET', 'unified_job_templates/?jobtemplate__playbook=site.yml&name__in=Pine,Larch'],
    status: 200,
    lists: ['Larch', 'Pine'],
  },
  {
    rule: '3.3 so are relations that all have',
    ask: ['GET', 'unified_job_templates/?schedules__name=never&organization__name=Wood'],
    status: 200,
    lists: [],
  },
  {
    rule: '3.3 role_level on a list of several kinds',
    ask: ['GET', 'unified_job_templates/?role_level=execute_role&name=Pine'],
    status: 200,
    lists: ['Pine'],
  },
  {
    rule: '3.3 role_level leaves out kinds without roles',
    ask: ['GET', 'unified_job_templates/?role_level=admin_role&type=system_job_template'],
    status: 200,
    lists: [],
  },
  {
    rule: '3.3 role_level and somebody without the role',
    ask: ['GET', 'unified_job_templates/?role_level=execute_role', { login: 'ann:secret of ann' }],
    status: 200,
    lists: [],
  },
  refused(
    'role_level where nothing has roles',
    'groups/?role_level=use_role',
    'Cannot apply role_level filter to this list because its model does not use roles for access control.',
  ),
];

const NAMES: readonly Rule[] = [
  { rule: '3 named: by name', ask: ['GET', 'organizations/Wood/'], status: 200, holds: { id: '{wood}' } },
  { rule: '3 named: within', ask: ['GET', 'inventories/Trees++Wood/'], status: 200, holds: { id: '{trees}' } },
  {
    rule: '3 named: within what is within',
    ask: ['GET', 'hosts/ash++Trees++Wood/'],
    status: 200,
    holds: { id: '{ash}' },
  },
  {
    rule: '3 named: beyond ASCII',
    ask: ['GET', 'hosts/%C3%96lbaum++Trees++Wood/'],
    status: 200,
    holds: { name: 'Ölbaum' },
  },
  { rule: '3 named: users', ask: ['GET', 'users/ann/'], status: 200, holds: { username: 'ann' } },
  {
    rule: '3 named: templates by their name alone',
    ask: ['GET', 'job_templates/Pine/'],
    status: 200,
    holds: { id: '{pine}' },
  },
  {
    rule: '3 named: nodes by their identifier',
    ask: ['GET', 'workflow_job_template_nodes/first++Workflow++Demo/'],
    status: 200,
    holds: { id: '{node}' },
  },
  {
    rule: '3 named: sublists, too',
    ask: ['GET', 'inventories/Trees++Wood/hosts/?name=ash'],
    status: 200,
    lists: ['ash'],
  },
  { rule: '3 named: nothing of that name', ask: ['GET', 'organizations/Nobody/'], status: 404 },
];

/** Section 3: lists. */
export const LIST_RULES: readonly Rule[] = [
  ...PAGING,
  ...ORDER,
  ...LOOKUPS,
  ...SEVERAL,
  ...PROBLEMS,
  ...MIXED,
  ...NAMES,
];
