/**
 * The rings, as a gate: apps -> application -> domain; adapters fill application/ports; only an app chooses adapters.
 * Each rule has a violation under test/architecture/violations, and boundaries.spec.ts proves that it is caught.
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const SPEC = '\\.spec\\.ts$';
const TESTS = `${SPEC}|^test/|^libs/testing/`;

module.exports = {
  forbidden: [
    rule('no-cycles', 'Two files that need each other are one idea.', {}, { circular: true }),
    {
      ...rule(
        'no-library-cycles',
        'Libraries have an order, which front doors can hide; a spec may use a test library that uses its subject.',
        { path: '^libs/((?:domain|application|adapters)/[^/]+)/' },
        { path: '^libs/', pathNot: ['^libs/$1/', '^libs/testing/'], circular: true },
      ),
      scope: 'folder',
    },
    rule(
      'domain-is-pure',
      'No package, no Node module, no other ring.',
      { path: '^libs/domain/', pathNot: SPEC },
      { pathNot: '^libs/domain/' },
    ),
    rule(
      'aggregates-are-strangers',
      'They meet in a process manager.',
      { path: '^libs/domain/([^/]+)/' },
      { path: '^libs/domain/', pathNot: '^libs/domain/($1|kernel|launch)/' },
    ),
    rule(
      'application-has-no-adapters',
      'It knows ports; a spec may bind an adapter to run on.',
      { path: '^libs/application/', pathNot: SPEC },
      { path: '^(apps|libs/adapters)/' },
    ),
    rule(
      'adapters-only-fill-ports',
      'An adapter knows its port and domain types, no other adapter.',
      { path: '^libs/adapters/([^/]+)/' },
      { path: '^(apps|libs)/', pathNot: '^libs/(adapters/$1|domain|application/ports|testing)/' },
    ),
    rule(
      'apps-are-strangers',
      'Programs share libraries.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    rule(
      'front-door-only',
      'Another library is its index.ts.',
      { path: '^libs/([^/]+/[^/]+)/' },
      { path: '^libs/', pathNot: ['^libs/$1/', '/src/index\\.ts$'] },
    ),
    rule(
      'front-door-for-programs',
      'A library is its index.ts, for programs and tests too.',
      { path: '^(apps|test)/' },
      { path: '^libs/', pathNot: '/src/index\\.ts$' },
    ),
    rule(
      'not-your-own-door',
      'Inside a library import the file: an index of its own makes cycles.',
      { path: '^libs/(.+)/src/', pathNot: SPEC },
      { path: '^libs/$1/src/index\\.ts$' },
    ),
    rule('tests-stay-tests', 'Nothing that ships needs a test.', { pathNot: TESTS }, { path: TESTS }),
    rule(
      'ships-what-it-needs',
      'A development package is not there when the program runs.',
      { path: '^(apps|libs)/', pathNot: TESTS },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    ),
    rule('resolvable', 'An import that leads nowhere hides from every other rule.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Whole installations for specs are built of the very libraries whose specs use them: not a cycle that ships.
    doNotFollow: { path: ['node_modules', '^libs/testing/installation/'] },
    exclude: { path: '^test/architecture/violations/' },
  },
};
