export { type HeldOff, type HoldOffLogins, login, loginCatalog, type LoginEvent } from './login.js';
