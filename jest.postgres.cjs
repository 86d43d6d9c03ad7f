const base = require('./jest.config.cjs');

/** `npm run test:postgres`: what shows that rows in PostgreSQL are rows as in files. Any other specs may be run there too. */
module.exports = {
  ...base,
  roots: [
    ...['projections', 'queries', 'job-views', 'resources/src/reading', 'schedules/src', 'workflow-templates/src'].map(
      (path) => `<rootDir>/libs/application/${path}`,
    ),
    ...['contracts', 'postgres', 'api-rules', 'scenarios', 'crashes'].map((path) => `<rootDir>/test/${path}`),
  ],
  // These contracts know no rows.
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/test/contracts/(event-log|executor|consumer-groups)'],
};
