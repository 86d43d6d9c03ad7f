export { argon2Passwords } from './argon2-passwords.js';
export { FileKeyStore } from './file-key-store.js';
export { copyKeys, type CopiedKeys } from './copy-keys.js';
export { openInstalledKeyring } from './installed-keyring.js';
export { openKeyring, type Keyring } from './keyring.js';
export { MasterKeyRefused, type MasterKeySource } from './master-key.js';
export { sealSecrets } from './sealer.js';
export { syncToDisk, writeDurably } from './durable-file.js';
