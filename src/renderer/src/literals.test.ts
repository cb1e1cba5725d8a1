/** Sentences are data: no component holds one of its own. */
import { parse, type AST } from 'svelte/compiler';
import { expect, test } from 'vitest';

/** Attributes that people read or hear; `ariaLabel` is how the canvas library spells it. */
const spoken =
  /^(aria-(label|description|valuetext|roledescription)|ariaLabel|title|placeholder|alt|label|help)$/;
const isWords = (text: string): boolean => /\p{L}{2}/u.test(text);

type Expression = AST.ExpressionTag['expression'];

/** What an expression can come to as text; what it hands to a function is not shown. */
function textsOf(expression: Expression): string[] {
  switch (expression.type) {
    case 'Literal':
      return typeof expression.value === 'string' ? [expression.value] : [];
    case 'TemplateLiteral':
      return [
        ...expression.quasis.map(({ value }) => value.cooked ?? ''),
        ...expression.expressions.flatMap(textsOf),
      ];
    case 'ConditionalExpression':
      return [...textsOf(expression.consequent), ...textsOf(expression.alternate)];
    case 'LogicalExpression':
      return [...textsOf(expression.left), ...textsOf(expression.right)];
    default:
      return [];
  }
}

function literalsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (isNode(node)) {
      if (node.type === 'Text') found.push(node.data);
      else if (node.type === 'ExpressionTag') found.push(...textsOf(node.expression));
      else if (node.type !== 'StyleDirective' && (node.type !== 'Attribute' || spoken.test(node.name)))
        Object.values(node).forEach(visit);
    }
  };
  visit(parse(source, { modern: true }).fragment);
  return found.map((text) => text.replace(/\s+/g, ' ').trim()).filter(isWords);
}

function isNode(
  value: unknown,
): value is AST.Text | AST.ExpressionTag | AST.Attribute | AST.StyleDirective | AST.Fragment {
  return typeof value === 'object' && value !== null;
}

test('finds texts, spoken attributes, and what an expression can come to', () => {
  const source = `<p title="One two" class="no">Three {a ? 'four' : \`five \${b}\`} · {f('no')}</p>
    {#if c === 'no'}<Sum label={c ?? 'six'} name="no" />{/if}`;
  expect(literalsIn(source)).toEqual(['One two', 'Three', 'four', 'five', 'six']);
});

const components = import.meta.glob<string>('./**/*.svelte', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test.each(Object.entries(components))('%s says nothing that src/shared/messages does not', (_, source) => {
  expect(literalsIn(source)).toEqual([]);
});

test('looks at every component', () => {
  expect(Object.keys(components).length).toBeGreaterThan(90);
});
