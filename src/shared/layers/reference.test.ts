/** Every layer that PyTorch has too, against values PyTorch answered; scripts/reference/layers records them. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, compileTrace, feedsOf } from '../compile/compile';
import { inferShapes } from '../document/infer';
import { describeProblem } from '../messages/problem';
import { createRandom } from '../tensor/random';
import { checkAttributes, type Attributes } from './attributes';
import { layers } from './index';
import { documentOf, expectClose } from '../document/testing-recorded';
import { cases, initial } from './reference/recorded';

test('every layer but the ends of the network is recorded', () => {
  const kinds = [...layers.values()]
    .filter(({ group }) => group !== 'input and output')
    .map(({ kind }) => kind);
  expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(kinds));
});

describe.each(
  cases.map((recorded, at) => [at, recorded.kind, JSON.stringify(recorded.attributes), recorded] as const),
)('case %i: %s %s', (_, kind, _attributes, recorded) => {
  const document = documentOf(recorded);
  const inference = inferShapes(document);

  test('answers what PyTorch answers at every port, traced, and exported at the first', async () => {
    expect(inference.problems.map(describeProblem)).toEqual([]);
    const { emission } = inference.nodes.get('subject')!;
    const feeds = feedsOf(document, inference);
    const traced = await runModel(compileTrace(inference).model, feeds);
    const expected = [recorded.output, ...(recorded.others ?? [])];
    expect(emission!.outputs.length).toBe(expected.length);
    for (const [at, output] of emission!.outputs.entries())
      expectClose(traced.get(output.name), expected[at]!);

    const inputs = new Map([...feeds].filter(([name]) => name.startsWith('source')));
    const exported = await runModel(compileForward(document, inference), inputs);
    expectClose([...exported.values()][0], recorded.output);
  });

  test('is written as the code PyTorch was asked with', () => {
    const { inputs, layer, emission } = inference.nodes.get('subject')!;
    const code = layer!.torch({
      inputs: inputs.map(({ port }) => port),
      attributes: emission!.attributes,
    });
    const kept = 'kept' in code ? code.kept : undefined;
    const written = 'module' in code ? code.module : 'expression' in code ? code.expression : kept;
    expect(written).toBe(recorded.code);
    expect('module' in code ? code.call?.('self') : undefined).toBe(recorded.call);
  });

  test('has the multiply-adds torchinfo counts', () => {
    const { emission } = inference.nodes.get('subject')!;
    expect(emission!.multiplyAdds).toBe(recorded.multiplyAdds ?? 0);
  });

  test('has the parameters PyTorch has', () => {
    const { emission } = inference.nodes.get('subject')!;
    const shapes = emission!.parameters.map(({ name, shape }) => [name, shape]);
    const expected = Object.entries(recorded.parameters).map(([name, { shape }]) => [name, shape]);
    expect(shapes, kind).toEqual(expected);
  });
});

test('every layer that draws its parameters is recorded', () => {
  const drawing = cases.filter(({ kind, attributes, inputs }) => {
    const shapes = inputs.map(({ shape }) => shape);
    const specs = layers.get(kind)!.parameters(shapes, attributes);
    return specs.some((spec) => spec.initial(createRandom(1), 0) !== spec.initial(createRandom(2), 0));
  });
  expect(new Set(initial.map(({ kind }) => kind))).toEqual(new Set(drawing.map(({ kind }) => kind)));
});

describe.each(initial)('$kind with $attributes', ({ kind, attributes, inputs, parameters }) => {
  const layer = layers.get(kind)!;
  const checked = checkAttributes(layer.attributes, attributes) as Attributes;
  const specs = layer.parameters(inputs, checked).filter(({ isBuffer }) => !isBuffer);

  test.each(specs.map((spec) => [spec.name, spec] as const))('draws %s as PyTorch does', (name, spec) => {
    const count = 20_000;
    const random = createRandom(5, `${kind}.${name}`);
    const drawn = Array.from({ length: count }, (_, at) => spec.initial(random, at)).sort((a, b) => a - b);
    const quantiles = parameters[name]!;
    const spread = quantiles.at(-2)! - quantiles[1]!;
    // Both are samples; least and greatest are the least certain, and of normal numbers they have no bound.
    for (const [at, expected] of quantiles.entries()) {
      const isEnd = at === 0 || at === quantiles.length - 1;
      const found = drawn[Math.min(count - 1, Math.round((at * count) / (quantiles.length - 1)))]!;
      expect(Math.abs(found - expected), `quantile ${at}`).toBeLessThanOrEqual(
        (isEnd ? 0.4 : 0.03) * spread + 1e-5,
      );
    }
  });
});
