export { checkInjectors } from './check-injectors.js';
export { type Injected, renderInjectors, renderTemplate } from './render.js';
export type { Scalar, Scope } from './syntax.js';
export { TemplateError } from './template-error.js';
