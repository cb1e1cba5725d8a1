/** Whole networks as PyTorch exports them: every module's answer is there; scripts/reference/whole_networks.py records them. */
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward, compileTrace, feedsOf } from '../compile/compile';
import { lookAtOtherSizes, recordOperators } from '../compile/record';
import { answersOf, completeNodes } from '../document/complete';
import { applyEdit } from '../document/edits';
import { inferShapes } from '../document/infer';
import { withSizes } from '../document/sizes';
import { describeProblem, isProblem } from '../messages/problem';
import { contentsOf, readModel } from '../onnx/model-file';
import { wholeNumbers } from '../ops/plain/define';
import { floatTensor, numberAt, type Tensor } from '../tensor/tensor';
import { openAsDocument } from './open';
import recorded from './reference/whole-networks.json' with { type: 'json' };

interface Answer {
  readonly shape: readonly number[];
  /** Every so manieth number is kept. */
  readonly step: number;
  readonly values: readonly number[];
}
interface Case {
  readonly name: string;
  readonly set: number;
  readonly model: string;
  readonly input?: {
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly values: readonly number[];
  };
  readonly output?: Answer;
  readonly modules?: Readonly<Record<string, Answer>>;
}
const cases = recorded as unknown as readonly Case[];
const first = new Map(cases.filter(({ input }) => input).map((one) => [one.name, one]));

/** What of a network no layer here means; the others are layers alone. */
const operatorsIn: Readonly<Record<string, readonly string[]>> = { GPT: ['Cast', 'Equal', 'Where'] };

describe.each(cases.map((one) => [`${one.name}, set ${one.set}`, one] as const))('%s', (_, one) => {
  test('opens, and every module answers what it does in PyTorch', async () => {
    const { input, output, modules } = first.get(one.name)!;
    const model = readModel(inflateSync(Buffer.from(one.model, 'base64')), 'm.onnx');
    if (isProblem(model)) throw new Error(describeProblem(model));
    const opened = await openAsDocument(model, 'm.onnx', recordRun);
    if (isProblem(opened)) throw new Error(describeProblem(opened));
    const { shape, values } = input!;
    const given = input!.dtype === 'int64' ? wholeNumbers(shape, values) : floatTensor(shape, values);
    const sized = withSizes(opened.document, new Map([['N', shape[0]!]]));
    const entry = sized.nodes.find(({ kind }) => kind === 'Input')!;
    const fed = { ...sized, inputs: { [entry.id]: given } };
    const records = await recordOperators(fed, recordRun);
    const document = applyEdit(fed, { kind: 'set-records', records });
    const inference = inferShapes(document);
    expect(inference.problems.map(describeProblem)).toEqual([]);
    const { model: trace } = compileTrace(inference);
    const found = await runModel(trace, feedsOf(document, inference));
    const nodes = completeNodes(inference);
    const answer = found.get(answersOf(nodes, inference.origin)[0]!.emission.output.name)!;
    expect(differs(answer, output!), 'the answer').toBeUndefined();
    const missing = Object.entries(modules!).filter(([, expected]) =>
      [...found.values()].every((tensor) => differs(tensor, expected) !== undefined),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
    const looks = await lookAtOtherSizes(document, recordRun);
    const saved = readModel(compileForward(document, inference, looks), 'saved.onnx');
    if (isProblem(saved)) throw new Error(describeProblem(saved));
    const [rows] = contentsOf(saved).inputs[0]?.shape ?? [];
    expect(rows).toBe('N');
    const operators = document.nodes.flatMap(({ op }) => (op ? [op.type] : []));
    expect([...new Set(operators)].sort()).toEqual(operatorsIn[one.name] ?? []);
  });
});

function differs(found: Tensor, { shape, step, values }: Answer): string | undefined {
  if (found.shape.join() !== shape.join()) return `${found.shape.join()}, not ${shape.join()}`;
  const largest = Math.max(1, ...values.map(Math.abs));
  const at = values.findIndex(
    (value, place) => Math.abs(numberAt(found, place * step) - value) > 1e-4 * largest,
  );
  return at < 0 ? undefined : `${numberAt(found, at * step)}, not ${values[at]}`;
}
