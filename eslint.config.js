// Lint rules: typescript-eslint's strict type-checked rules, Svelte's recommended ones, and a few of our own.
// Layout is not linted, nor is anything the compiler already checks.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default defineConfig(
  { ignores: ['node_modules/', 'out/', 'dist/', 'coverage/', 'test-results/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['error', 'warn', 'log'] }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      // file formats contain control characters
      'no-control-regex': 'off',
      // errors that cross to the page have a Failure as their cause
      'preserve-caught-error': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration[declaration.type="Identifier"]', message: 'Export by name.' }]
    }
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globals.node }
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      // the compiler checks this: noUnusedLocals, noUnusedParameters
      '@typescript-eslint/no-unused-vars': 'off',
      // `x => void-returning(x)` in a listener is not confusing
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // handlers and interfaces are async by contract, whether or not they wait
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      // a type parameter may document a relation, and a union the values it stands for
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off',
      // an index known to be in range yields a value, which the compiler cannot know (noUncheckedIndexedAccess)
      '@typescript-eslint/no-non-null-assertion': 'off'
    }
  },
  svelte.configs.recommended,
  {
    files: ['src-renderer/**', 'test/renderer/**'],
    languageOptions: { globals: globals.browser }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } },
    rules: {
      // state is replaced as a whole ($state.raw), so its sets and maps need not be reactive
      'svelte/prefer-svelte-reactivity': 'off',
      // props are destructured with `let`, because some are bindable
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
      // lists that never change need no keys
      'svelte/require-each-key': 'off',
      // svelte-check checks types in templates, and reads the ignore comments
      'svelte/no-unused-svelte-ignore': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off'
    }
  },
  {
    files: ['test/**'],
    rules: {
      // expect(object.method) does not call the method
      '@typescript-eslint/unbound-method': 'off',
      // expect.anything() and the like are typed any
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-promises': 'off'
    }
  }
);
