// Owns the rule for styles: every size, colour and duration is a word of ui/tokens.css.
const message =
  'No size, colour or duration outside ui/tokens.css: take a token, or count steps of the grid, calc(20 * var(--s1)).';

/** @type {import('stylelint').Config} */
export default {
  ignoreFiles: ['src/renderer/src/ui/tokens.css'],
  overrides: [{ files: ['**/*.svelte'], customSyntax: 'postcss-html' }],
  reportNeedlessDisables: true,
  rules: {
    'unit-disallowed-list': [['px', 'pt', 'cm', 'mm', 'in', 'ms', 's'], { message }],
    'color-no-hex': [true, { message }],
    'color-named': ['never', { message }],
    'function-disallowed-list': [
      ['rgb', 'rgba', 'hsl', 'hsla', 'hwb', 'lab', 'lch', 'oklab', 'oklch', 'color', 'light-dark'],
      { message },
    ],
  },
};
