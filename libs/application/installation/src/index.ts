export { ADMIN, type AdminLogin, completeInstallation, type FirstStartPorts } from './first-start.js';
export { MANAGED_CREDENTIAL_TYPES, type ManagedCredentialType } from './managed-credential-types.js';
export { type UserAccount, UserAccounts } from './user-accounts.js';
