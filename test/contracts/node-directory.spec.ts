import { MemoryNodeDirectory } from '@adapters/node-directory-memory';
import { nodeDirectoryContract } from './node-directory.contract.js';

describe('a node directory', () => {
  describe('in memory', () => {
    let now = 0;
    nodeDirectoryContract(async () => ({
      directory: new MemoryNodeDirectory(() => now),
      wait: async (seconds) => void (now += seconds * 1000),
    }));
  });
});
