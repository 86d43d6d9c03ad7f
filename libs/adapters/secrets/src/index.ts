export { argon2Passwords } from './argon2-passwords.js';
export { openKeyring, type Keyring } from './keyring.js';
export { masterKey } from './master-key.js';
export { sealSecrets } from './sealer.js';
export { writeDurably } from './durable-file.js';
