/** Every layer: its record, its attributes, and its shapes and arithmetic against the runtime. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, compileTrace, feedsOf, forwardGraph } from '../compile/compile';
import { asExported } from '../compile/stated-inputs';
import { answersOf, completeNodes } from '../document/complete';
import type { Document } from '../document/document';
import { inferShapes, type Inference } from '../document/infer';
import { decodeGraph } from '../onnx/decode';
import { readModel } from '../onnx/model-file';
import { recogniseModel } from '../recognise/recognise';
import { documentOfExample, subject } from '../document/testing';
import { givenOf, parameterOf } from '../document/values';
import { explainNumber } from '../explain/explain';
import { seeGraph } from '../recognise/see';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { evaluate, formatExpression, sourcesOf } from '../tensor/expression';
import { indexAt, sizeOf, type Shape } from '../tensor/shape';
import { elementAt, numberAt, type Tensor } from '../tensor/tensor';
import { checkAttributes } from './attributes';
import { groups, type Layer, type LayerExample } from './define';
import type { Answer, Emission } from './emit';
import { layers } from './index';
import { matchLayer, type Match } from './match';
import { passThrough } from './pass-through';
import { anyExample, legalValues } from './testing';

const all = [...layers.values()];
const byKind = all.map((layer) => [layer.kind, layer] as const);

test('every file that defines a layer is in the list, and the list holds no other', async () => {
  const found = new Set<unknown>();
  for (const file of readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })) {
    if (!/^[\w/-]+\.ts$/.test(file)) continue;
    const exports = (await import(join(import.meta.dirname, file))) as Record<string, unknown>;
    for (const value of Object.values(exports)) if (isLayer(value)) found.add(value);
  }
  // It stands in for layers that are bypassed and is none of its own.
  expect(found.delete(passThrough)).toBe(true);
  expect(new Set(all)).toEqual(found);
});

describe.each(byKind)('%s', (kind, layer) => {
  test('says what it is', () => {
    expect(layers.get(kind)).toBe(layer);
    expect(kind).toMatch(/^[A-Z]\w*$/);
    expect(groups).toContain(layer.group);
    // Two sentences: what it does, and what that is for.
    expect(layer.summary.match(/[.?](?= [A-Z]|$)/g)).toHaveLength(2);
    expect(layer.formula).toMatch(/=/);
    expect(layer.backward).toMatch(/^[A-Z].*\.$/);
    expect(layer.words.every((word) => word.trim() === word && word !== '')).toBe(true);
    expect(layer.examples.length).toBeGreaterThan(0);
    for (const field of Object.values(layer.attributes)) expect(field.help).toMatch(/\.$/);
  });

  test.each(layer.examples.map((example) => [JSON.stringify(example), example] as const))(
    'is written in PyTorch and in TeX, and its multiply-adds are counted, for %s',
    (_, example) => {
      const built = build(layer, example);
      if (isProblem(built)) throw new Error(describeProblem(built));
      const { emission, inputs } = built.inference.nodes.get(subject)!;
      const { attributes, output, outputs, multiplyAdds } = emission!;
      const names = inputs.map(({ port }) => `value_${port}`);
      const code = layer.torch({ inputs: names, attributes });
      if ('module' in code) expect(code.module).toMatch(/^nn\.\w+\([\w=., '()-]*\)$/);
      else if ('kept' in code) expect(code.kept).toMatch(/^nn\.Parameter\(.*\)$/);
      else if ('expression' in code) for (const name of names) expect(code.expression).toContain(name);
      else expect(names).toEqual([]);

      const letters: string[] = [];
      const tex = layer.tex({
        inputs: names.map((_name, at) => `x_{${at}}`),
        output: 'y_{0}',
        outputs: outputs.map((_port, at) => `y_{${at}}`),
        shapes: inputs.map(({ shape }) => shape ?? []),
        outputShape: output.shape,
        attributes,
        parameter(name, letter) {
          letters.push(name);
          return `${letter}_{1}`;
        },
      });
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' }), tex).not.toThrow();
      const symbols = [...outputs.map((_port, at) => `y_{${at}}`), ...names.map((_name, at) => `x_{${at}}`)];
      for (const symbol of symbols) expect(tex).toContain(symbol);
      expect(new Set(letters)).toEqual(new Set(emission!.parameters.map(({ name }) => name)));

      expect(Number.isSafeInteger(multiplyAdds)).toBe(true);
      // Numbers that are only kept multiply nothing.
      const isWeighing = emission!.parameters.some(({ isBuffer }) => !isBuffer) && names.length > 0;
      expect(multiplyAdds > 0).toBe(isWeighing);
    },
  );

  test('its attributes survive being shown and typed, saved and loaded', () => {
    for (const [name, field] of Object.entries(layer.attributes)) {
      const legal = legalValues(name, field);
      expect(legal.length).toBeGreaterThan(1);
      expect(legal).toContainEqual(field.initial);
      const { range } = field;
      if (range && field.control === 'number') {
        for (const end of [range.min, range.max]) expect(field.check(name, end)).toBe(end);
        for (const beyond of [range.min - 1, range.max + 1]) expectProblem(field.check(name, beyond), name);
      }
      for (const value of legal) {
        expect(field.parse(name, field.format(value)), `${name} ${String(value)}`).toEqual(value);
        expect(field.check(name, JSON.parse(JSON.stringify(value)))).toEqual(value);
      }
    }
    const typed = Object.fromEntries(
      Object.entries(layer.attributes).map(([name, { initial }]) => [name, initial]),
    );
    expect(checkAttributes(layer.attributes, {})).toEqual(typed);
    expect(checkAttributes(layer.attributes, { ...typed, colour: 'red' })).toEqual(typed);
  });

  test('absurd attributes are a problem with a sentence', () => {
    for (const [name, field] of Object.entries(layer.attributes)) {
      // A size that is left empty is a number on its own.
      const isEmpty = (value: unknown) => field.empty !== undefined && JSON.stringify(value) === '[]';
      for (const value of absurdValues.filter((value) => !isEmpty(value))) {
        expectProblem(field.check(name, value), name);
        expectProblem(checkAttributes(layer.attributes, { [name]: value }), name);
      }
      for (const text of ['banana', '0x10', 'NaN', 'Infinity', '1e999', '[object Object]', '--1', '1 2 y']) {
        expectProblem(field.parse(name, text), text);
      }
    }
  });

  test.each(layer.examples.map((example) => [JSON.stringify(example), example] as const))(
    'has the shape and the numbers the runtime answers for %s',
    async (_, example) => {
      const built = build(layer, example);
      if (isProblem(built)) throw new Error(describeProblem(built));
      await compareWithRuntime(built, 12);
    },
  );

  test.each(layer.examples.map((example) => [JSON.stringify(example), example] as const))(
    'is recognised in the ops it emits for %s',
    (_, example) => {
      const built = build(layer, example);
      if (isProblem(built)) throw new Error(describeProblem(built));
      expectRecognised(layer, built);
    },
  );

  test('fits or says why for any legal attributes and shapes, and the runtime agrees', async () => {
    let fits = 0;
    await fc.assert(
      fc.asyncProperty(anyExample(layer), async (example) => {
        const built = build(layer, example);
        if (isProblem(built)) {
          expectFilled(built);
          const left = followRepairs(layer, example);
          if (left) expectFilled(left);
          return;
        }
        fits++;
        expectRecognised(layer, built);
        await compareWithRuntime(built, 4);
      }),
      { seed: 21, numRuns: Math.max(60, 10 * Object.keys(layer.attributes).length) },
    );
    expect(fits).toBeGreaterThan(6);
  });
});

type Built = Exclude<ReturnType<typeof documentOfExample>, Problem>;

const build = (layer: Layer, example: LayerExample) => documentOfExample(layer, example, 9);

/** The shape and the type of each answer as the runtime works them out, and the arithmetic of some numbers against its own. */
async function compareWithRuntime({ document, inference }: Built, elements: number): Promise<void> {
  const { emission, inputs, node, layer } = inference.nodes.get(subject)!;
  const feeds = feedsOf(document, inference);
  const answers = await runModel(compileTrace(inference).model, feeds);
  const ports = layer!.outputs(node.attributes);
  expect(emission!.outputs.map(({ port }) => port)).toEqual(ports.slice(0, emission!.outputs.length));
  const tensors = new Map<string, Tensor>();
  for (const { port, edge } of inputs) {
    const source = inference.nodes.get(edge!.from.node)!;
    tensors.set(`input ${port}`, feeds.get(source.emission!.output.name)!);
  }
  for (const spec of emission!.parameters) {
    tensors.set(`parameter ${spec.name}`, parameterOf(document, subject, spec));
  }
  for (const given of emission!.graphInputs) tensors.set('given ', givenOf(document, subject, given));

  for (const value of emission!.outputs) {
    const answered = answers.get(value.name)!;
    expect([answered.dtype, answered.shape]).toEqual([value.dtype, value.shape]);
    compareNumbers(value, answered);
  }

  function compareNumbers(value: Answer, answered: Tensor): void {
    const size = sizeOf(value.shape);
    for (let step = 0; step < Math.min(elements, size); step++) {
      const offset = Math.floor((step * size) / Math.min(elements, size));
      const read = {
        input: (port: string) => tensors.get(`input ${port}`),
        parameter: (name: string) => tensors.get(`parameter ${name}`),
        given: tensors.get('given '),
      };
      const at = indexAt(value.shape, offset);
      const expression = explainNumber(inference.nodes.get(subject)!, at, read, value.port)!;
      const expected = numberAt(answered, offset);
      const found = evaluate(expression);
      // A logarithm of less than zero is no number on either side.
      const isSame = Object.is(found, expected) || Math.abs(found - expected) <= toleranceOf(expected);
      expect(isSame, `${formatExpression(expression)} = ${found}, not ${expected}`).toBe(true);
      const sources = sourcesOf(expression);
      // Where a border is filled up, and of a constant, nothing is read.
      expect(sources.length > 0 || expression.kind === 'number', node.kind).toBe(true);
      for (const source of sources) {
        const tensor = tensors.get(`${source.kind} ${source.name}`);
        expect(tensor, `${source.kind} ${source.name}`).toBeDefined();
        expect(isInside(tensor!.shape, source.index)).toBe(true);
        expect(elementAt(tensor!, source.index)).not.toBeNaN();
      }
    }
  }
}

/** The model it becomes shows the layer again, from any of its answers, with its inputs and parameters where they were. */
function expectRecognised(layer: Layer, built: Built): void {
  const { document, inference } = withEnds(built);
  expectRecognisedIn(layer, document, inference);
  if (layer.exported) expectRecognisedIn(layer, document, asRun(inference));
}

/** As if its layers were exported in the ops that they are run with. */
function asRun(inference: Inference): Inference {
  const nodes = [...inference.nodes].map(([id, one]) => {
    if (!one.emission) return [id, one] as const;
    const { exported: _, ...emission } = one.emission;
    return [id, { ...one, emission }] as const;
  });
  return { ...inference, nodes: new Map(nodes) };
}

function expectRecognisedIn(layer: Layer, document: Document, inference: Inference): void {
  const { emission: own, inputs, node } = inference.nodes.get(subject)!;
  const emission = own && asExported(own);
  const model = readModel(compileForward(document, inference), 'model.onnx');
  if (isProblem(model)) throw new Error(describeProblem(model));
  const seen = seeGraph(decodeGraph(model), 'model.onnx');
  if (isProblem(seen)) throw new Error(describeProblem(seen));
  for (const { port, name: value } of emission!.outputs) {
    const isWhole = ({ answers }: Match) => answers.length === emission!.outputs.length;
    const found = matchLayer(layer, seen.values.get(value)!, (match) => (isWhole(match) ? match : undefined));
    expect(found, `${node.kind} ${port} ${JSON.stringify(node.attributes)}`).toBeDefined();
    const answers = emission!.outputs.map((answer) => [answer.port, answer.name]);
    expect(found!.answers.map((answer) => [answer.port, answer.value.name])).toEqual(answers);
    // All of it; one that is exported otherwise may be more in plain operators.
    for (const answer of found!.answers) {
      const count = opsBehind(emission!, answer.value.name).length;
      expect(answer.ops.size).toBeGreaterThanOrEqual(count);
      if (!own!.exported) expect(answer.ops.size).toBe(count);
    }
    const names = inputs.map(({ edge }) => inference.nodes.get(edge!.from.node)!.emission!.output.name);
    expect(found!.inputs.map(({ name }) => name)).toEqual(names);
    for (const { name, value: parameter } of emission!.parameters)
      expect(found!.parameters.get(name)!.name).toBe(parameter);
  }
  const again = recogniseModel(model, 'model.onnx');
  if (isProblem(again)) throw new Error(`${node.kind}: ${describeProblem(again)}`);
  const read = inferShapes(again);
  expect(read.problems).toEqual([]);
  const [before, after] = [inference, read].map((one) => answersOf(completeNodes(one), one.origin));
  expect(after!.map((answer) => answer.emission.output.shape)).toEqual(
    before!.map((answer) => answer.emission.output.shape),
  );
  for (const [at, answer] of after!.entries()) {
    const written = own!.exported ? read : asRun(read);
    expect(opsBehind(forwardGraph(again, written), answer.emission.output.name)).toEqual(
      opsBehind(forwardGraph(document, inference), before![at]!.emission.output.name),
    );
  }
}

/** Of several answers each leads to an end of its own. */
function withEnds({ document, inference }: Built): Built {
  const { outputs } = inference.nodes.get(subject)!.emission!;
  if (outputs.length === 1) return { document, inference };
  const ends = outputs.map(({ port }) => ({
    ...{ id: `end-${port}`, kind: 'Output', name: `end ${port}`, attributes: {} },
    position: { x: 0, y: 0 },
  }));
  const edges = outputs.map(({ port }) => ({
    id: `end ${port}`,
    from: { node: subject, port },
    to: { node: `end-${port}`, port: 'x' },
  }));
  const ended = { ...document, nodes: [...document.nodes, ...ends], edges: [...document.edges, ...edges] };
  return { document: ended, inference: inferShapes(ended) };
}

/** The types of the ops an answer depends on: the last hidden state is of no use to who asks for the cells. */
function opsBehind({ nodes }: Pick<Emission, 'nodes'>, answer: string): readonly string[] {
  const wanted = new Set([answer]);
  const live = nodes.toReversed().filter(({ inputs, outputs }) => {
    const isLive = outputs.some((name) => wanted.has(name));
    if (isLive) for (const name of inputs) wanted.add(name);
    return isLive;
  });
  return live.map(({ type }) => type).sort();
}

const toleranceOf = (expected: number) => Math.max(1e-6, 1e-5 * Math.abs(expected));

function isInside(shape: Shape, index: readonly number[]): boolean {
  return (
    index.length === shape.length &&
    index.every((at, axis) => Number.isInteger(at) && at >= 0 && at < shape[axis]!)
  );
}

const absurdValues: readonly unknown[] = [
  ...[Number.NaN, Infinity, -Infinity, 1e300, -1e300, 1e9, -1e9],
  ...[
    'four',
    '',
    undefined,
    {},
    { toString: 1, valueOf: 1 },
    ['a'],
    [[1]],
    [0.5],
    [-9],
    [],
    [1e9],
    [2 ** 53],
  ],
];

/** Does what the problem offers until nothing is left to set. Errors: a repair that is no legal value, or one after the other. */
function followRepairs(layer: Layer, { inputs, attributes = {} }: LayerExample): Problem | undefined {
  let chosen = attributes;
  for (let step = 0; step < 6; step++) {
    const found = layer.check(inputs, chosen, 'eval');
    const repair = found?.repairs.find(({ kind }) => kind === 'set-attribute');
    if (!repair) return found;
    if (repair.kind !== 'set-attribute') break;
    const checked = layer.attributes[repair.attribute]!.check(repair.attribute, repair.value);
    expect(checked, JSON.stringify(found)).toEqual(repair.value);
    chosen = { ...chosen, [repair.attribute]: repair.value };
  }
  throw new Error(`${layer.kind} is never repaired`);
}

function expectProblem(value: unknown, about: string): void {
  expect(isProblem(value), about).toBe(true);
  expectFilled(value as Problem);
}

/** Outside a document nobody knows the node's name. */
function expectFilled(found: Problem): void {
  expect(describeProblem({ ...found, values: { name: 'It', ...found.values } })).not.toMatch(/\{\w+\}/);
}

function isLayer(value: unknown): value is Layer {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && 'emit' in value && 'examples' in value
  );
}
