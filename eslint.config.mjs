import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier/flat';
import ts from 'typescript-eslint';

const TESTS = ['**/*.spec.ts', 'test/**/*.ts', 'libs/testing/**/*.ts'];
const forbid = (selector, message) => ({ selector, message });

const EVERYWHERE = [
  forbid('ExportDefaultDeclaration', 'Named exports only: one name, the same in every file.'),
  forbid('TSEnumDeclaration', 'Use a union of literals.'),
];

/** A decision is a function of the command and the history, so a replay gives the same answer. */
const DOMAIN = [
  forbid('NewExpression[callee.name="Date"][arguments.length=0]', 'Time comes in with the command.'),
  forbid('CallExpression[callee.name="Date"]', 'Time comes in with the command.'),
  forbid(':function[async=true]', 'The domain never waits.'),
  forbid('AwaitExpression', 'The domain never waits.'),
  forbid('ImportExpression', 'The domain loads nothing at run time.'),
];

const SPECS = [
  forbid(
    'AwaitExpression > CallExpression[callee.name=/^(sleep|delay|setTimeout)$/]',
    'Wait for a condition with a deadline.',
  ),
  forbid(
    'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo)$/]',
    'Every test runs.',
  ),
  forbid('CallExpression[callee.name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]', 'Every test runs.'),
];

const code = (max) => ({ max, skipBlankLines: true, skipComments: true });

const limits = {
  'max-lines': ['error', code(250)],
  'max-lines-per-function': ['error', code(50)],
  // `modified`: an exhaustive switch over a union is one decision, however many members the union has.
  complexity: ['error', { max: 10, variant: 'modified' }],
  'max-depth': ['error', 3],
  'max-params': ['error', 4],
};

const typed = {
  eqeqeq: 'error',
  'no-console': 'error',
  'no-restricted-syntax': ['error', ...EVERYWHERE],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  // A port is asynchronous by contract; an adapter that has nothing to wait for still fills it.
  '@typescript-eslint/require-await': 'off',
};

const pure = {
  'no-restricted-syntax': ['error', ...EVERYWHERE, ...DOMAIN],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Time comes in with the command.' },
    { object: 'Math', property: 'random', message: 'Chance comes in with the command.' },
  ],
  'no-restricted-globals': [
    'error',
    ...['process', 'performance', 'crypto', 'fetch', 'globalThis', 'require'],
    ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ],
  'no-restricted-imports': ['error', { patterns: [{ group: ['node:*'], message: 'The domain knows no machine.' }] }],
};

const relaxed = {
  'no-restricted-syntax': ['error', ...EVERYWHERE, ...SPECS],
  'max-lines': ['error', code(600)],
  'max-lines-per-function': 'off',
  'max-params': 'off',
  '@typescript-eslint/unbound-method': 'off',
  // Jest types its asymmetric matchers as any.
  '@typescript-eslint/no-unsafe-assignment': 'off',
};

const NODE_GLOBALS = ['process', 'console', 'URL', 'Buffer', 'fetch', 'AbortSignal', 'setTimeout', 'clearTimeout'];
const CJS_GLOBALS = ['module', 'require', '__dirname'];
const readonlyGlobals = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

export default defineConfig(
  globalIgnores(['dist/', 'data/', 'coverage/', 'test/architecture/violations/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [js.configs.recommended, ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: { ...typed, ...limits },
  },
  { files: ['libs/domain/**/*.ts'], ignores: TESTS, rules: pure },
  { files: TESTS, rules: relaxed },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    extends: [js.configs.recommended],
    languageOptions: { globals: readonlyGlobals(NODE_GLOBALS) },
    rules: limits,
  },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: readonlyGlobals(CJS_GLOBALS) } },
  prettier,
);
