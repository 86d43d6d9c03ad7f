import { Reference, VariablesText } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { groupRules } from './group.rules.js';
import { Named } from './named.js';

@Resource({
  type: 'group',
  path: 'groups',
  noun: 'Group',
  model: 'Group',
  title: 'Group',
  prefix: 'group',
  idSpace: 'group',
  ordering: ['name'],
  capabilities: { edit: 'change', delete: 'delete', copy: 'change' },
  unique: [
    {
      fields: ['name', 'inventory'],
      errorKey: '__all__',
      message: 'Group with this Name and Inventory already exists.',
    },
  ],
  relations: [
    { name: 'children', target: 'group', creates: true },
    { name: 'hosts', target: 'host', creates: true },
    { name: 'parents', target: 'group', kind: 'incoming', via: 'children' },
  ],
  related: {
    variable_data: 'variable_data',
    hosts: 'hosts',
    potential_children: 'potential_children',
    children: 'children',
    all_hosts: 'all_hosts',
    job_events: 'job_events',
    job_host_summaries: 'job_host_summaries',
    activity_stream: 'activity_stream',
    inventory_sources: 'inventory_sources',
    ad_hoc_commands: 'ad_hoc_commands',
  },
  rules: groupRules,
})
export class Group extends Named {
  @Reference('inventory', { required: true, onDelete: 'cascade' })
  inventory: number;

  @VariablesText({ help: 'Group variables in JSON or YAML format.' })
  variables: string;
}
