/**
 * What the type checker cannot see and a reader should not have to look for: forgotten promises, unhandled cases,
 * `any` in any disguise. Layout is biome's business, house rules are in tools/tidy.ts.
 */
import tseslint from 'typescript-eslint';

const inTests = ['**/test/**/*.ts', '**/*.test.ts', 'tests/**/*.ts', 'load/**/*.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/.types/**',
      '**/.usher/**',
      'coverage/**',
      'web/build/**',
      'web/.react-router/**',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { noInlineConfig: true },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name: one thing has one name everywhere.' },
        {
          selector: 'TSAsExpression TSAnyKeyword',
          message: 'A cast to any hides a fault: parse the value or say unknown.',
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Handlers, hooks and providers are async by their contract, whether or not one of them awaits.
      '@typescript-eslint/require-await': 'off',
      // Numbers and booleans read well in a message; objects and undefined stay forbidden.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => stop()` is a fine way to ignore an answer; a value used as a statement elsewhere is still refused.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A generic that names a parameter once still carries the caller's literal type through a contract.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An empty object type says "nothing in particular" in contract generics, where Record would lose keys.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // Narrowing forgets that a closure or an await may have changed a flag, so this rule calls true guards useless.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Our objects are closures, not classes with `this`: their methods may be passed on.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Tests look into answers they have just made; a wrong index fails the test, which is what it is for.
    files: inTests,
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
    },
  },
  {
    // Programs that speak to a person at a terminal, and the two tools that demand a default export.
    files: ['run/**/*.ts', 'tools/**/*.ts', 'vitest.config.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['vitest.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // React Router finds a page by its default export, and throws what ends a request early: a redirect, a 404.
    files: ['web/app/**/*-page.tsx', 'web/app/{root,routes,entry.server,entry.client}.tsx', 'web/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // React Router reads the server's entry under a name that Vite has deprecated.
  { files: ['web/vite.config.ts'], rules: { '@typescript-eslint/no-deprecated': 'off' } },
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    rules: {
      '@typescript-eslint/only-throw-error': 'off',
      // A handler may be async: what fails in it is shown by the page, not by the event.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['**/*.mjs'],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'prefer-const': 'error', 'no-var': 'error' },
  },
);
