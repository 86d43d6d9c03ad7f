import { Choice, Flag, Integer, Reference, Shown, Text, VariablesText } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { inventoryRules } from './inventory.rules.js';
import { Named } from './named.js';

const Counted = (): PropertyDecorator =>
  Integer({ writing: 'never', origin: 'computed', filterable: true, max: undefined });
const Told = (): PropertyDecorator => Shown('flag', { origin: 'computed', default: false, filterable: true });

@Resource({
  type: 'inventory',
  path: 'inventories',
  noun: 'Inventory',
  model: 'Inventory',
  title: 'Inventory',
  prefix: 'inventory',
  idSpace: 'inventory',
  ordering: ['name'],
  capabilities: { edit: 'change', delete: 'delete', copy: 'copy', adhoc: 'adhoc' },
  unique: [
    {
      fields: ['name', 'organization'],
      errorKey: '__all__',
      message: 'Inventory with this Name and Organization already exists.',
    },
  ],
  relations: [
    { name: 'hosts', target: 'host', kind: 'owned', foreignKey: 'inventory', creates: true },
    { name: 'groups', target: 'group', kind: 'owned', foreignKey: 'inventory', creates: true },
    { name: 'job_templates', target: 'job_template', kind: 'reverse', foreignKey: 'inventory' },
    { name: 'instance_groups', target: 'instance_group', ordered: true },
    { name: 'labels', target: 'label', creates: true },
  ],
  related: {
    hosts: 'hosts',
    variable_data: 'variable_data',
    script: 'script',
    activity_stream: 'activity_stream',
    job_templates: 'job_templates',
    ad_hoc_commands: 'ad_hoc_commands',
    access_list: 'access_list',
    object_roles: 'object_roles',
    instance_groups: 'instance_groups',
    copy: 'copy',
    labels: 'labels',
    groups: 'groups',
    root_groups: 'root_groups',
    update_inventory_sources: 'update_inventory_sources',
    inventory_sources: 'inventory_sources',
    tree: 'tree',
  },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the inventory' },
    { field: 'update_role', name: 'Update', description: 'May update the inventory' },
    { field: 'adhoc_role', name: 'Ad Hoc', description: 'May run ad hoc commands on the inventory' },
    { field: 'use_role', name: 'Use', description: 'Can use the inventory in a job template' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the inventory' },
  ],
  rules: inventoryRules,
})
export class Inventory extends Named {
  @Reference('organization', {
    required: true,
    onDelete: 'cascade',
    nullError: 'This field cannot be blank.',
    help: 'Organization containing this inventory.',
  })
  organization: number;

  @Choice(
    [
      ['', 'Hosts have a direct link to this inventory.'],
      ['smart', 'Hosts for inventory generated using the host_filter property.'],
      ['constructed', 'Parse list of source inventories with the constructed inventory plugin.'],
    ],
    { default: '', help: 'Kind of inventory being represented.' },
  )
  kind: string;

  @Text({ nullable: true, default: null, help: 'Filter that will be applied to the hosts of this inventory.' })
  host_filter: string | null;

  @VariablesText({ help: 'Inventory variables in JSON or YAML format.' })
  variables: string;

  @Told() has_active_failures: boolean;
  @Counted() total_hosts: number;
  @Counted() hosts_with_active_failures: number;
  @Counted() total_groups: number;
  @Told() has_inventory_sources: boolean;
  @Counted() total_inventory_sources: number;
  @Counted() inventory_sources_with_failures: number;

  @Flag({ writing: 'never', help: 'Flag indicating the inventory is being deleted.' })
  pending_deletion: boolean;

  @Flag({ help: 'If enabled, the inventory will prevent adding any organization instance groups.' })
  prevent_instance_group_fallback: boolean;
}
