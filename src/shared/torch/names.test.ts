/** Whatever a network and its layers are called, its programs are legal Python and use what they mean to. */
import { parser } from '@lezer/python';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOf } from '../document/code-line';
import type { Document } from '../document/document';
import { inferShapes } from '../document/infer';
import { floatTensor } from '../tensor/tensor';
import { className, variableName } from './names';
import { torchLines } from './network';
import { build } from './reference/networks';
import { torchScript, type TrainingLoop } from './script';
import { anyNetwork, training } from './testing';

test.each([
  ['Forward pass, 2nd try', 'ForwardPass2ndTry'],
  ['ünï code', 'UniCode'],
  ['', 'Network'],
  ['7 up', 'Network7Up'],
  ['none', 'NoneNetwork'],
  ['"""\n', 'Network'],
  ['WEIGHTS', 'WEIGHTSNetwork'],
  ['tensor dataset', 'TensorDatasetNetwork'],
])('the title %j is the class %s', (title, name) => {
  expect(className(title)).toBe(name);
});

/** The names in a program that are variables, classes or functions, and where it does not parse. */
function readPython(program: string) {
  const names = new Set<string>();
  const wrong: string[] = [];
  parser.parse(program).iterate({
    enter({ type, from, to }) {
      if (type.isError) wrong.push(program.slice(Math.max(0, from - 40), to + 40));
      if (type.name === 'VariableName') names.add(program.slice(from, to));
    },
  });
  return { names, wrong };
}

/** Both programs there are: the one on screen, and the one that learns. */
function programsOf(document: Document): readonly string[] {
  const inference = inferShapes(document);
  const learning = (classes: TrainingLoop['classes']) =>
    torchScript(document, inference, { weights: 'a "b".safetensors', training: { ...training, classes } });
  return [textOf(torchLines(document, inference)), learning(['no', 'yes "really"']), learning(undefined)];
}

/** What the programs of a network use whatever it is called. */
const used = (() => {
  const plain = build('Zzz', {
    zz: { kind: 'Input', attributes: { shape: [1, 4] } },
    head: { kind: 'Linear', attributes: { out_features: 3 } },
  });
  const given = { ...plain, inputs: { zz: floatTensor([1, 4], [Number.NaN, 1, 2, 3]) } };
  const names = new Set(programsOf(given).flatMap((program) => [...readPython(program).names]));
  names.delete('Zzz');
  return names;
})();

test('no class takes the name of anything a program uses, and no variable one that is not a function’s own', () => {
  for (const name of used) expect(className(name)).not.toBe(name);
  const free = [...used].filter((name) => variableName(name) === name);
  expect(free.sort()).toMatchInlineSnapshot(`
    [
      "_",
      "__file__",
      "__init__",
      "__name__",
      "answer",
      "answers",
      "batch_size",
      "cell",
      "classes",
      "content",
      "data",
      "device",
      "dtype",
      "end",
      "entry",
      "epoch",
      "features",
      "file",
      "find_unused_parameters",
      "forward",
      "gamma",
      "is_shared",
      "learned",
      "learner",
      "length",
      "lines",
      "loader",
      "loss",
      "loss_of",
      "lr",
      "missing",
      "name",
      "newline",
      "numbers",
      "optimiser",
      "parallel",
      "pathlib",
      "row",
      "rows",
      "said",
      "sampler",
      "scheduler",
      "seen",
      "shuffle",
      "start",
      "state",
      "step_size",
      "strict",
      "total",
      "unexpected",
      "utils",
      "values",
      "weight",
      "weight_decay",
      "y",
    ]
  `);
});

test('the programs of any title and names parse, and nothing in them takes the place of another', () => {
  fc.assert(
    fc.property(anyNetwork, (document) => {
      for (const program of programsOf(document)) expect(readPython(program).wrong, program).toEqual([]);
      expect(used).not.toContain(className(document.title));
      const { nodes } = inferShapes(document);
      for (const { emission } of nodes.values()) {
        const variable = variableName(emission!.output.name);
        expect(variable === emission!.output.name || !used.has(variable)).toBe(true);
      }
    }),
    { seed: 5, numRuns: 200 },
  );
});
