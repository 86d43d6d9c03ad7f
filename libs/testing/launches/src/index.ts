export { LaunchWorld, type NodeDraft } from './launch-world.js';
