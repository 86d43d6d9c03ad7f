import { assertNever } from '@domain/kernel';
import { applyFilter } from './filters.js';
import type { Expression, Node, Scalar, Scope } from './syntax.js';
import { TemplateError, syntax } from './template-error.js';

/** Text of a parsed template. @throws TemplateError for names that do not exist (Jinja's StrictUndefined) */
export const renderNodes = (nodes: readonly Node[], scope: Scope): string =>
  nodes.map((node) => renderNode(node, scope)).join('');

const renderNode = (node: Node, scope: Scope): string => {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'output':
      return textOf(evaluate(node.expression, scope));
    case 'choice': {
      const taken = node.branches.find(({ condition }) => condition === null || isTrue(evaluate(condition, scope)));
      return taken ? renderNodes(taken.body, scope) : '';
    }
  }
};

type Value = Scalar | Scope;

const evaluate = (expression: Expression, scope: Scope): Value => {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'name':
      return memberOf(scope, expression.name, `'${expression.name}' is undefined`);
    case 'member':
      return memberOf(evaluate(expression.of, scope), expression.key, `object has no attribute '${expression.key}'`);
    case 'filter':
      return filtered(expression, scope);
    case 'not':
      return !isTrue(evaluate(expression.of, scope));
    case 'defined':
      return (orUndefined(expression.of, scope) !== undefined) === expression.expected;
    case 'binary':
      return binary(expression, scope);
    case 'either':
      return evaluate(isTrue(evaluate(expression.condition, scope)) ? expression.then : expression.otherwise, scope);
    default:
      return assertNever(expression);
  }
};

/** Own keys only: nothing of JavaScript can be reached. */
const memberOf = (value: Value, key: string, message: string): Value => {
  const found = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? value[key] : undefined;
  if (found === undefined) throw new TemplateError('undefined', message);
  return found;
};

const orUndefined = (expression: Expression, scope: Scope): Value | undefined => {
  try {
    return evaluate(expression, scope);
  } catch (error) {
    if (error instanceof TemplateError && error.reason === 'undefined') return undefined;
    throw error;
  }
};

const filtered = ({ of, name, args }: Expression & { kind: 'filter' }, scope: Scope): Scalar => {
  const isDefault = name === 'default' || name === 'd';
  const value = isDefault ? orUndefined(of, scope) : evaluate(of, scope);
  const given = args.map((arg) => scalar(evaluate(arg, scope)));
  if (isDefault) return value === undefined || (given[1] === true && !isTrue(value)) ? (given[0] ?? '') : scalar(value);
  return applyFilter(name, value === undefined ? null : scalar(value), given);
};

const binary = ({ operator, left, right }: Expression & { kind: 'binary' }, scope: Scope): Value => {
  const first = evaluate(left, scope);
  if (operator === 'and') return isTrue(first) ? evaluate(right, scope) : first;
  if (operator === 'or') return isTrue(first) ? first : evaluate(right, scope);
  const second = evaluate(right, scope);
  if (operator === '==') return first === second;
  if (operator === '!=') return first !== second;
  if (operator === 'in') return textOf(second).includes(textOf(first));
  return textOf(first) + textOf(second);
};

const scalar = (value: Value): Scalar => {
  if (typeof value === 'object' && value !== null) throw syntax('an object cannot be rendered');
  return value;
};

const isTrue = (value: Value): boolean => (typeof value === 'object' && value !== null ? true : Boolean(value));

/** As Python writes it: True, False, None. */
const textOf = (value: Value): string => {
  const one = scalar(value);
  if (typeof one === 'boolean') return one ? 'True' : 'False';
  return one === null ? 'None' : String(one);
};
