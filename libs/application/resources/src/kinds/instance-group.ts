import { Document, Flag, Integer, Reference, Shown, Text } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { instanceGroupRules } from './instance-group.rules.js';

const Capacity = (): PropertyDecorator =>
  Shown('integer', { origin: 'computed', default: 0, filterable: false, describedAs: 'field' });

@Resource({
  type: 'instance_group',
  path: 'instance_groups',
  noun: 'InstanceGroup',
  model: 'InstanceGroup',
  title: 'Instance Group',
  prefix: 'ig',
  idSpace: 'instance_group',
  signed: false,
  ordering: ['id'],
  search: ['name'],
  unique: [{ fields: ['name'], errorKey: 'name', message: 'Instance group with this Name already exists.' }],
  related: { jobs: 'jobs', instances: 'instances', access_list: 'access_list', object_roles: 'object_roles' },
  roles: [
    { field: 'admin_role', name: 'Admin', description: 'Can manage all aspects of the instance group' },
    { field: 'use_role', name: 'Use', description: 'Can use the instance group in a job template' },
    { field: 'read_role', name: 'Read', description: 'May view settings for the instance group' },
  ],
  rules: instanceGroupRules,
})
export class InstanceGroup {
  @Text({ required: true, maxLength: 250 })
  name: string;

  @Capacity() capacity: number;
  @Capacity() consumed_capacity: number;
  @Capacity() percent_capacity_remaining: number;
  @Capacity() jobs_running: number;
  @Capacity() jobs_total: number;
  @Capacity() instances: number;

  @Integer({ help: 'Maximum number of concurrent jobs to run on a group. Zero means no limit.' })
  max_concurrent_jobs: number;

  @Integer({ help: 'Maximum number of forks to execute concurrently on a group. Zero means no limit.' })
  max_forks: number;

  @Flag({ help: 'Indicates whether instances in this group are containerized.' })
  is_container_group: boolean;

  @Reference('credential')
  credential: number | null;

  @Integer({ max: 100, help: 'Minimum percentage of all instances assigned to this group.' })
  policy_instance_percentage: number;

  @Integer({ help: 'Static minimum number of instances assigned to this group.' })
  policy_instance_minimum: number;

  @Document({ default: [], help: 'List of exact-match instances assigned to this group.' })
  policy_instance_list: readonly string[];

  @Text()
  pod_spec_override: string;
}
