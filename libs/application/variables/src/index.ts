export { type ParsedVariables, parseVariables } from './parse-variables.js';
export { JsonSyntaxError, parseJson } from './json-text.js';
