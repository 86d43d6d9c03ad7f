import { Choice, Flag, Reference, Text } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { executionEnvironmentRules } from './execution-environment.rules.js';
import { Named } from './named.js';

@Resource({
  type: 'execution_environment',
  path: 'execution_environments',
  noun: 'ExecutionEnvironment',
  model: 'ExecutionEnvironment',
  title: 'Execution Environment',
  prefix: 'ee',
  idSpace: 'execution_environment',
  ordering: ['-created'],
  capabilities: { edit: 'change', delete: 'delete', copy: 'change' },
  unique: [{ fields: ['name'], errorKey: 'name', message: 'Execution environment with this Name already exists.' }],
  relations: [
    { name: 'unified_job_templates', target: 'job_template', kind: 'reverse', foreignKey: 'execution_environment' },
  ],
  related: { activity_stream: 'activity_stream', unified_job_templates: 'unified_job_templates', copy: 'copy' },
  rules: executionEnvironmentRules,
})
export class ExecutionEnvironment extends Named {
  @Reference('organization', { default: null, onDelete: 'cascade' })
  organization: number | null;

  @Text({ required: true, maxLength: 1024, label: 'Image location' })
  image: string;

  @Flag({ writing: 'never' })
  managed: boolean;

  @Reference('credential')
  credential: number | null;

  @Choice(
    [
      ['', '---------'],
      ['always', 'Always pull container before running.'],
      ['missing', 'Only pull the image if not present before running.'],
      ['never', 'Never pull container before running.'],
    ],
    { default: '', help: 'Pull image before running?' },
  )
  pull: string;
}
