import { type Json, type JsonObject, isJsonObject, jsonText, withEntries } from '@domain/kernel';
import { renderNodes } from './evaluate.js';
import { parseTemplate } from './parse-template.js';
import type { Scope } from './syntax.js';

/** What a custom credential type makes of one credential's inputs. */
export interface Injected {
  /** By name: `template` → '' for the only file, `template.a` → 'a'. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly extraVars: JsonObject;
}

/** @throws TemplateError when the template cannot be rendered with these names */
export const renderTemplate = (template: string, scope: Scope): string => renderNodes(parseTemplate(template), scope);

/**
 * Renders all injectors of a type (spec resources.md §11.2).
 * @param pathOf where the file of a name will be, for `tower.filename`
 */
export const renderInjectors = (injectors: JsonObject, inputs: Scope, pathOf: (name: string) => string): Injected => {
  const templates = Object.entries(section(injectors, 'file')).map(
    ([key, template]) => [fileName(key), template] as const,
  );
  const scope = {
    ...inputs,
    tower: {
      filename: filenames(
        templates.map(([name]) => name),
        pathOf,
      ),
    },
  };
  return {
    files: Object.fromEntries(templates.map(([name, template]) => [name, rendered(template, scope)])),
    env: Object.fromEntries(
      Object.entries(section(injectors, 'env')).map(([name, value]) => [name, rendered(value, scope)]),
    ),
    extraVars: renderVariables(section(injectors, 'extra_vars'), scope),
  };
};

/** The file's own name: '' for `template`. */
export const fileName = (key: string): string => key.replace(/^template\.?/, '');

export const section = (injectors: JsonObject, name: string): JsonObject => {
  const value = injectors[name];
  return isJsonObject(value) ? value : {};
};

const filenames = (names: readonly string[], pathOf: (name: string) => string): Scope | string => {
  const [first] = names;
  return names.length === 1 && first === ''
    ? pathOf('')
    : Object.fromEntries(names.map((name) => [name, pathOf(name)]));
};

const rendered = (template: Json, scope: Scope): string =>
  typeof template === 'string' ? renderTemplate(template, scope) : jsonText(template);

const renderVariables = (variables: JsonObject, scope: Scope): JsonObject =>
  withEntries(
    Object.entries(variables).map(([name, value]) => [renderTemplate(name, scope), renderValue(value, scope)]),
  );

const renderValue = (value: Json, scope: Scope): Json => {
  if (typeof value === 'string') return renderTemplate(value, scope);
  if (Array.isArray(value)) return value.map((item: Json) => renderValue(item, scope));
  return isJsonObject(value) ? renderVariables(value, scope) : value;
};
