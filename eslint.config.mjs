import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import { circles } from './scripts/lint/circles.mjs'
import { walls } from './scripts/lint/walls.mjs'

const components = ['**/*.svelte']
// The same for every file: a difference makes the type service load the project again at each change over.
const typed = {
  projectService: true,
  extraFileExtensions: ['.svelte'],
  tsconfigRootDir: import.meta.dirname,
}
const unusedUnderscore = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'coverage/', '.runtime/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': ['error', unusedUnderscore] },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: typed },
  },
  {
    // Types inside components are svelte-check's work; only promises need the types here.
    files: components,
    extends: [ts.configs.strict, svelte.configs.recommended],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { ...typed, parser: ts.parser },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      // Effects read a value for its dependency alone.
      '@typescript-eslint/no-unused-expressions': 'off',
      'prefer-const': 'off',
      // It takes the words of a comment's reason for warnings; svelte-check judges these comments itself.
      'svelte/no-unused-svelte-ignore': 'off',
      // State is in runes; looking for stores, of which there are none, takes as long as all other rules together.
      'svelte/require-store-reactive-access': 'off',
      'no-undef': 'off',
    },
  },
  {
    files: ['**/*.ts', ...components],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unusedUnderscore],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // With noUncheckedIndexedAccess, `!` is the visible mark of an index known to be in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A function may be async to keep a promise its interface makes.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    plugins: { zonedesk: { rules: { walls, circles } } },
    rules: { 'zonedesk/walls': 'error', 'zonedesk/circles': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/generated/cases.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { name: 'fast-check', message: 'test/generated/cases.ts generates the same cases each time.' },
      ],
    },
  },
  {
    // The window has no Node: its globals would be type-correct and missing.
    files: ['src/renderer/**/*.ts', 'src/renderer/**/*.svelte'],
    rules: {
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'require', 'module', 'global', '__dirname'],
    },
  },
)
