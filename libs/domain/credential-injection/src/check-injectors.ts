import { type Json, type JsonObject, isJsonObject } from '@domain/kernel';
import { renderTemplate, section } from './render.js';
import type { Expression, Node, Scalar, Scope } from './syntax.js';
import { isKnownFilter } from './filters.js';
import { parseTemplate } from './parse-template.js';
import { TemplateError } from './template-error.js';

const INTERNAL = new Set(
  `PATH PYTHONPATH HOME SHELL LD_PRELOAD LD_LIBRARY_PATH VIRTUAL_ENV JOB_ID PROJECT_ID INVENTORY_ID INVENTORY_SOURCE_ID INVENTORY_UPDATE_ID
  AD_HOC_COMMAND_ID REST_API_URL REST_API_TOKEN MAX_EVENT_RES CALLBACK_QUEUE CALLBACK_CONNECTION CACHE JOB_CALLBACK_DEBUG
  INVENTORY_HOSTVARS AWX_HOST PROJECT_REVISION SUPERVISOR_CONFIG_PATH CAIRN_RUN CAIRN_EVENTS CAIRN_OUTPUT CAIRN_PLAYBOOK`.split(
    /\s+/,
  ),
);

/** What is wrong with the injectors of a custom type, in AWX's words; empty when each can be rendered (spec resources.md §11.2). */
export const checkInjectors = (inputs: JsonObject, injectors: JsonObject): readonly string[] => {
  const files = Object.keys(section(injectors, 'file'));
  const scope = { ...inputScope(inputs), ...fileScope(files) };
  return [
    ...(files.length > 1 && files.includes('template')
      ? ['Must use multi-file syntax when injecting multiple files']
      : []),
    ...Object.keys(section(injectors, 'env')).flatMap(variableErrors),
    ...['file', 'env', 'extra_vars'].flatMap((name) =>
      Object.entries(section(injectors, name)).flatMap(([key, value]) => templateErrors(key, value, scope)),
    ),
  ];
};

const variableErrors = (name: string): readonly string[] => {
  if (name.startsWith('ANSIBLE_')) {
    return [`Environment variable ${name} may affect Ansible configuration so its use is not allowed in credentials.`];
  }
  return INTERNAL.has(name) ? [`Environment variable ${name} is not allowed to be used in credentials.`] : [];
};

const inputScope = (inputs: JsonObject): Scope => {
  const fields = Array.isArray(inputs['fields']) ? (inputs['fields'] as readonly Json[]) : [];
  return Object.fromEntries(
    fields.filter(isJsonObject).flatMap((field): [string, Scalar][] => {
      const { id } = field;
      return typeof id === 'string' ? [[id, example(field)]] : [];
    }),
  );
};

const example = (field: JsonObject): Scalar => (field['type'] === 'boolean' ? true : 'EXAMPLE');

const fileScope = (files: readonly string[]): Scope => {
  if (files.length === 0) return {};
  const named = files
    .filter((key) => key !== 'template')
    .map((key): [string, Scalar] => [key.replace('template.', ''), 'EXAMPLE_FILENAME']);
  return { tower: { filename: named.length === 0 ? 'EXAMPLE_FILENAME' : Object.fromEntries(named) } };
};

const templateErrors = (name: string, value: Json, scope: Scope): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item: Json) => templateErrors(name, item, scope));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, item]) => templateErrors(key, item, scope));
  const template = typeof value === 'string' ? value : '';
  try {
    refuseUnknownFilters(parseTemplate(template));
    renderTemplate(template, scope);
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [explained(name, error)];
    throw error;
  }
};

const explained = (name: string, { reason, message }: TemplateError): string =>
  reason === 'undefined'
    ? `${name} uses an undefined field (${message})`
    : `Syntax error rendering template for ${name} (${message})`;

/** In branches that the example inputs do not take, too. */
const refuseUnknownFilters = (nodes: readonly Node[]): void => {
  for (const node of nodes) {
    if (node.kind === 'output') checkFilters(node.expression);
    if (node.kind === 'choice') {
      node.branches.forEach(({ condition, body }) => {
        if (condition) checkFilters(condition);
        refuseUnknownFilters(body);
      });
    }
  }
};

const checkFilters = (expression: Expression): void => {
  if (expression.kind === 'filter' && !isKnownFilter(expression.name)) {
    throw new TemplateError('syntax', `No filter named '${expression.name}'.`);
  }
  partsOf(expression).forEach(checkFilters);
};

const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'filter':
      return [expression.of, ...expression.args];
    case 'binary':
      return [expression.left, expression.right];
    case 'either':
      return [expression.condition, expression.then, expression.otherwise];
    default:
      return [expression.of];
  }
};
