import { Flag, Reference, Shown, Text, VariablesText } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { hostRules } from './host.rules.js';
import { Named } from './named.js';

@Resource({
  type: 'host',
  path: 'hosts',
  noun: 'Host',
  model: 'Host',
  title: 'Host',
  prefix: 'host',
  idSpace: 'host',
  ordering: ['name'],
  unique: [
    {
      fields: ['name', 'inventory'],
      errorKey: '__all__',
      message: 'Host with this Name and Inventory already exists.',
    },
  ],
  relations: [{ name: 'groups', target: 'group', kind: 'incoming', via: 'hosts' }],
  related: {
    variable_data: 'variable_data',
    groups: 'groups',
    all_groups: 'all_groups',
    job_events: 'job_events',
    job_host_summaries: 'job_host_summaries',
    activity_stream: 'activity_stream',
    inventory_sources: 'inventory_sources',
    smart_inventories: 'smart_inventories',
    ad_hoc_commands: 'ad_hoc_commands',
    ad_hoc_command_events: 'ad_hoc_command_events',
    ansible_facts: 'ansible_facts',
  },
  rules: hostRules,
})
export class Host extends Named {
  @Reference('inventory', { required: true, onDelete: 'cascade' })
  inventory: number;

  @Flag({ default: true, help: 'Is this host online and available for running jobs?' })
  enabled: boolean;

  @Text({ maxLength: 1024, help: 'The value used by the remote inventory source to uniquely identify the host' })
  instance_id: string;

  @VariablesText({ help: 'Host variables in JSON or YAML format.' })
  variables: string;

  @Shown('flag', { origin: 'computed', default: false, filterable: false, describedAs: 'field' })
  has_active_failures: boolean;

  @Shown('flag', { origin: 'computed', default: false, filterable: false, describedAs: 'field' })
  has_inventory_sources: boolean;

  @Shown('reference', { origin: 'status', filterable: true })
  last_job: number | null;

  @Shown('reference', { origin: 'status', filterable: true })
  last_job_host_summary: number | null;

  @Shown('time', { origin: 'status', filterable: true })
  ansible_facts_modified: string | null;
}
