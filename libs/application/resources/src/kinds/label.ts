import { Reference, Text } from '../declaration/decorators.js';
import { Resource } from '../declaration/define.js';
import { labelRules } from './label.rules.js';
import { NAME_LENGTH } from './named.js';

@Resource({
  type: 'label',
  path: 'labels',
  noun: 'Label',
  model: 'Label',
  search: ['name'],
  searchFields: ['description', 'name'],
  title: 'Label',
  listTitle: 'Labels',
  prefix: 'label',
  idSpace: 'label',
  methods: ['POST', 'PUT', 'PATCH'],
  ordering: ['organization__name', 'name'],
  capabilities: {},
  unique: [
    {
      fields: ['name', 'organization'],
      errorKey: '__all__',
      message: 'Label with this Name and Organization already exists.',
    },
  ],
  related: {},
  rules: labelRules,
})
export class Label {
  @Text({ required: true, maxLength: NAME_LENGTH })
  name: string;

  @Reference('organization', { required: true, onDelete: 'cascade', help: 'Organization this label belongs to.' })
  organization: number;
}
