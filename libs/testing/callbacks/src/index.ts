export { CallbackWorld, FakeHostNames } from './callback-world.js';
