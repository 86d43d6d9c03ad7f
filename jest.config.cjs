/** Rows in a PostgreSQL, if there is one, are removed after the run. */
const inPostgres =
  process.env.CAIRN_TEST_POSTGRES === undefined
    ? {}
    : { globalSetup: '<rootDir>/test/live/rows-set-up.cjs', globalTeardown: '<rootDir>/test/live/rows-tear-down.cjs' };

/** Unit specs live beside the code, everything that needs more than one library lives in test/. */
module.exports = {
  ...inPostgres,
  rootDir: '.',
  testEnvironment: 'node',
  testRegex: '.*\\.spec\\.ts$',
  moduleFileExtensions: ['js', 'ts', 'json'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/test/architecture/violations/',
    // Needs a server: `node scripts/with-postgres.mjs npx jest test/postgres` brings one.
    ...(process.env.CAIRN_TEST_POSTGRES === undefined ? ['/test/postgres/'] : []),
    // Copies files, and would find none: rows in PostgreSQL are for its own tools to back up.
    ...(process.env.CAIRN_TEST_READ_STORE === 'postgres' ? ['/test/scenarios/backup.spec'] : []),
  ],
  // Many specs wait for processes more than they compute.
  maxWorkers: 3,
  testTimeout: 60_000,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^@(domain|application|adapters|testing)/(.*)$': '<rootDir>/libs/$1/$2/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
