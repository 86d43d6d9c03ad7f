export { Installation } from './installation.js';
export { openSealer, plainHasher } from './open-secrets.js';
export { JobInstallation } from './job-installation.js';
