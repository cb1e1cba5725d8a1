/** Networks as PyTorch programs: the recorded programs and what PyTorch answered, names, and the flow of values. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, feedsOf } from '../compile/compile';
import { textOf } from '../document/code-line';
import { answersOf, completeNodes } from '../document/complete';
import { emptyDocument, type Document } from '../document/document';
import { inferShapes } from '../document/infer';
import { describeProblem } from '../messages/problem';
import { numberAt } from '../tensor/tensor';
import { stateNames, torchLines } from './network';
import { build, networks } from './reference/networks';
import reference from './reference/pytorch.json' with { type: 'json' };
import { torchScript } from './script';
import { anyNetwork, training } from './testing';

interface Recorded {
  readonly program: string;
  readonly state: readonly string[];
  readonly answers: readonly { readonly shape: readonly number[]; readonly values: readonly number[] }[];
}
const programs = reference.programs as Readonly<Record<string, Recorded>>;

describe.each(Object.entries(networks))('%s', (name, document) => {
  const inference = inferShapes(document);
  const program = torchScript(document, inference, {
    weights: `${name}.safetensors`,
    training: name === 'residual' ? training : undefined,
  });

  test('is the program that was recorded', async () => {
    expect(inference.problems.map(describeProblem)).toEqual([]);
    await expect(program).toMatchFileSnapshot(`reference/${name}.py`);
    expect(
      createHash('sha256').update(program).digest('hex'),
      'run scripts/reference/programs.py again',
    ).toBe(programs[name]?.program);
  });

  test('answers in PyTorch what the exported model answers', async () => {
    const inputs = new Set(completeNodes(inference).flatMap(({ emission }) => emission.graphInputs));
    const names = new Set([...inputs].map((input) => input.name));
    const feeds = new Map([...feedsOf(document, inference)].filter(([input]) => names.has(input)));
    const values = await runModel(compileForward(document, inference), feeds);
    const answers = answersOf(completeNodes(inference)).map(({ emission }) =>
      values.get(emission.output.name)!,
    );
    const { answers: recorded = [] } = programs[name] ?? {};
    expect(answers.map(({ shape }) => shape)).toEqual(recorded.map(({ shape }) => shape));
    for (const [at, answer] of answers.entries()) {
      for (const [offset, expected] of (recorded[at]?.values ?? []).entries()) {
        expect(Math.abs(numberAt(answer, offset) - expected)).toBeLessThan(1e-5);
      }
    }
  });

  test('names its parameters as PyTorch does', () => {
    expect(stateNames(inference).map(({ name: stated }) => stated)).toEqual(programs[name]?.state);
  });
});

test('arguments are in the order of the model that the network came from', () => {
  const drawn = build('Two', {
    x: { kind: 'Input', attributes: { shape: [1, 3] } },
    z: { kind: 'Input', attributes: { shape: [1, 3] } },
    sum: { kind: 'Add', from: ['x', 'z'] },
  });
  const [x = '', z = ''] = completeNodes(inferShapes(drawn)).flatMap(({ emission }) =>
    emission.graphInputs.map(({ name }) => name),
  );
  const operators = { set: 17, domains: {}, functions: [] };
  const document = { ...drawn, origin: { operators, inputs: [{ name: z }, { name: x }], outputs: [] } };
  const text = textOf(torchLines(document, inferShapes(document)));
  expect(text).toMatch(new RegExp(`def forward\\(self, ${z}\\w*, ${x}\\w*\\):`));
  expect(text).toMatch(new RegExp(`network\\(${z}\\w*, ${x}\\w*\\)`));
});

test('what is complete is written, what is missing is said', () => {
  const document = build('Half built', {
    given: { kind: 'Input', attributes: { shape: [1, 3] } },
    first: { kind: 'Linear', attributes: { out_features: 4 } },
    loose: { kind: 'Add', from: ['first'] },
    late: { kind: 'ReLU', from: ['loose'] },
    strange: { kind: 'Teleport', from: [] },
  });
  const lines = torchLines(document, inferShapes(document));
  expect(textOf(lines)).toMatchInlineSnapshot(`
    "import torch
    from torch import nn


    class HalfBuilt(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(3, 4)

        def forward(self, x):
            # x: 1 x 3
            # strange is a layer of kind Teleport, which this version does not know. Delete it, or open the file in a newer version.
            x = self.first(x)  # 1 x 4
            # loose has nothing at its input b. Draw a wire to it from another layer.
            # late waits for loose: mend that layer first.
            return x


    network = HalfBuilt()
    network.load_state_dict({
        "first.weight": torch.tensor([[-0.5, -0.13, 0.24], [-0.4, -0.03, 0.34], [-0.3, 0.07, 0.44], [-0.2, 0.17, -0.47]]),
        "first.bias": torch.tensor([-0.5, -0.13, 0.24, -0.4]),
    })
    network.eval()
    x = torch.tensor([[-0.5, -0.13, 0.24]])  # 1 x 3
    print(network(x))
    "
  `);
  expect(lines.filter(({ node }) => node === 'first').map(({ text }) => text.trim())).toEqual([
    'self.first = nn.Linear(3, 4)',
    'x = self.first(x)  # 1 x 4',
    'return x',
    '"first.weight": torch.tensor([[-0.5, -0.13, 0.24], [-0.4, -0.03, 0.34], [-0.3, 0.07, 0.44], [-0.2, 0.17, -0.47]]),',
    '"first.bias": torch.tensor([-0.5, -0.13, 0.24, -0.4]),',
  ]);
  expect(textOf(torchLines(emptyDocument, inferShapes(emptyDocument)))).toContain(
    '    def forward(self):\n        return None\n',
  );
});

test('a small network brings its weights along, a large one says that it does not', () => {
  const small = build('Small', {
    given: { kind: 'Input', attributes: { shape: [1, 2, 2] } },
    norm: { kind: 'BatchNorm1d' },
  });
  const text = textOf(torchLines(small, inferShapes(small)));
  expect(text).toContain('    "norm.running_var": torch.tensor([1.0, 0.63]),\n}, strict=False)\n');
  const large = build('Large', {
    given: { kind: 'Input', attributes: { shape: [1, 10] } },
    wide: { kind: 'Linear', attributes: { out_features: 10 } },
  });
  const lines = textOf(torchLines(large, inferShapes(large)));
  expect(lines).toContain('network = Large()\n# PyTorch draws these 110 weights afresh: ');
  expect(lines).not.toContain('load_state_dict');
});

test('names are legal and unique, and every line reads the values its node is wired to', () => {
  fc.assert(
    fc.property(anyNetwork, (document) => {
      const inference = inferShapes(document);
      const lines = torchLines(document, inference);
      for (const { text } of lines) expect(text).not.toMatch(/[\r\n\p{Cc}]/u);
      const kept = lines.flatMap(({ text }) => /^ {8}self\.(\S+) = nn\./.exec(text)?.[1] ?? []);
      expect(new Set(kept).size).toBe(kept.length);
      for (const name of kept) expect(name).toMatch(/^[a-z]\w*$/);
      expect(kept).not.toContain('train');
      expect(kept).not.toContain('class');
      const followed = followValues(lines.map(({ text }) => text));
      for (const { node, emission } of inference.nodes.values()) {
        expect(
          emission,
          describeProblem(inference.problems[0] ?? { code: 'no-layers', values: {}, repairs: [] }),
        ).toBeDefined();
        expect(node.id).toMatch(/^n\d+$/);
      }
      expect(followed).toEqual(
        answersOf(completeNodes(inference)).map(({ node }) => meaningOf(document, inference, node.id)),
      );
    }),
    { seed: 3, numRuns: 300 },
  );
});

/** What a node computes, as nested calls of what is kept under `self`, read off the document. */
function meaningOf(document: Document, inference: ReturnType<typeof inferShapes>, id: string): string {
  const { node, inputs } = inference.nodes.get(id)!;
  const read = inputs.map(({ edge }) => meaningOf(document, inference, edge!.from.node));
  if (node.kind === 'Input') return id;
  if (node.isBypassed || node.kind === 'Output') return read[0] ?? '';
  return `${node.kind}(${read.join(' ')})`;
}

/** The same, by doing what the lines of `forward` say. */
function followValues(lines: readonly string[]): string[] {
  const kinds = new Map(
    lines.flatMap((line) => {
      const [, name, kind] = /^ {8}self\.(\w+) = nn\.(\w+)/.exec(line) ?? [];
      return name !== undefined && kind !== undefined ? [[name, kind] as const] : [];
    }),
  );
  const start = lines.findIndex((line) => line.includes('def forward'));
  const body = lines.slice(start + 1, lines.indexOf('', start));
  const given = /\(self(?:, )?(.*)\)/.exec(lines[start] ?? '')?.[1]?.split(', ') ?? [];
  const values = new Map(given.map((name, at) => [name, `n${at}`]));
  const valueOf = (name: string): string => {
    const value = values.get(name.trim());
    if (value === undefined) throw new Error(`${name} is read before it is written`);
    return value;
  };
  const answers: string[] = [];
  for (const line of body) {
    const code = (line.split('#')[0] ?? '').trim();
    const [, target, expression] = /^(\w+) = (.+)$/.exec(code) ?? [];
    const [, one] = /^return (\w+)$/.exec(code) ?? [];
    const [, listed] = /^(\w+),$/.exec(code) ?? [];
    if (target !== undefined && expression !== undefined) {
      const [, module, passed] = /^self\.(\w+)\((.*)\)$/.exec(expression) ?? [];
      const read = (passed ?? expression).split(/, | \+ /).map(valueOf);
      values.set(target, `${module === undefined ? 'Add' : (kinds.get(module) ?? '')}(${read.join(' ')})`);
    } else if (one !== undefined || listed !== undefined) answers.push(valueOf(one ?? listed ?? ''));
  }
  return answers;
}
