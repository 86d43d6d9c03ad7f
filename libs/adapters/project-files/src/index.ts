export { LocalProjectFiles } from './local-project-files.js';
