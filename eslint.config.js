// Owns the lint rules: type-aware for TypeScript and Svelte, plain for the scripts.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

/** What takes a value out of the window as it happens to stand at that moment; page objects call theirs `read…`. */
const reads =
  'innerText|innerHTML|textContent|allInnerTexts|allTextContents|count|inputValue|getAttribute|boundingBox|' +
  'isVisible|isHidden|isEnabled|isDisabled|isEditable|isChecked|evaluate|evaluateAll|read(?!File)[A-Z]\\w*';
const waiting = ['poll', 'toPass'].map((name) => `CallExpression[callee.property.name='${name}'] *`);
const within = (/** @type {string} */ selector) =>
  `${selector}:not(${[...waiting, "CallExpression[callee.name='settled'] *"].join(', ')})` +
  // A page object's own reading, whose callers wait; and what is done for its effect.
  ':not(:matches(MethodDefinition, FunctionDeclaration, VariableDeclarator)[key.name=/^read[A-Z]/] *)' +
  ':not([id.name=/^read[A-Z]/] *):not(ExpressionStatement > AwaitExpression > CallExpression)';
const readOnce = [
  `CallExpression[callee.property.name=/^(${reads})$/]`,
  'CallExpression[callee.name=/^read(?!File)[A-Z]/]',
  "CallExpression[callee.property.name='all'][callee.object.name!='Promise']",
].map((selector) => ({
  selector: within(selector),
  message:
    'This reads the window once, and on a busy machine too early. Expect what is waited for: toHaveText, toHaveValue, ' +
    'toHaveCount, expect.poll(() => …), expect(async () => { … }).toPass(); a value to compute with: await settled(() => …), ' +
    'from e2e/settled.ts. A method of a page object that reads is called read….',
}));

const namelessCatch = {
  selector: 'CatchClause:not([param])',
  message: 'A catch names what it expects, and lets everything else through.',
};

export default defineConfig(
  globalIgnores([
    'dist/',
    'out/',
    'test-results/',
    'playwright-report/',
    'models/',
    'design/',
    '.dependency-cruiser.cjs',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // A number in a template is how most sentences of this app are made.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `a[0]!` after a length check reads better than a branch that cannot happen.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // A handler that only calls something reads best on one line.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // How an object is copied without one of its properties.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // TypeScript knows the globals of each folder.
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', namelessCatch],
    },
  },
  {
    files: ['src/shared/opening/*.ts'],
    // Bytes are compared as letters here, and formats begin with any.
    rules: { 'no-control-regex': 'off' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // State is replaced, never changed in place: plain sets and maps behind $state.raw are what is wanted.
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // The linter's parser cannot type what a template passes to a snippet or handler; svelte-check does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['e2e/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', namelessCatch, ...readOnce] },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error' },
  },
);
