/**
 * The questions a lesson brings along, in `quiz.json`. Each choice makes a claim; the right one is the one whose claim
 * holds of what the engine answers, so a question whose claims hold for none or several of its choices is refused.
 */
import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import { compileTrace, feedsOf } from '../compile/compile';
import { answersOf, completeNodes } from '../document/complete';
import { emptyDocument, stageName, type Document } from '../document/document';
import { inferShapes, type NodeInference } from '../document/infer';
import { layers } from '../layers/index';
import { liveValue } from '../lesson/live-values';
import { fillShown } from '../messages/fill';
import { isProblem, problem, type Problem } from '../messages/problem';
import { lessonReasons } from '../messages/reasons';
import { createRandom } from '../tensor/random';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { exampleOf, holds, namesIn, parseClaim, wholeOf, type Claim, type Scope } from './claim';
import type { QuizContext, Run } from './context';
import { equation } from './equation';
import type { Question } from './question';
import { stagesOf, workOut } from './stages';
import { parseJson } from '../tensor/parse-json';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const questionSchema = v.strictObject({
  text,
  /** The layer or stage it is about, by name; the whole network without one. */
  about: v.exactOptional(text),
  /** One number of what that layer answers, whose sum is shown with the explanation. */
  number: v.exactOptional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  /**
   * Which numbers x and y stand for: `any` are numbers of both signs that the layer is tried with, `run` those of the
   * run in front of the learner.
   */
  numbers: v.exactOptional(v.picklist(['any', 'run']), 'any'),
  choices: v.pipe(
    v.array(v.strictObject({ text, claim: text, mistake: v.exactOptional(text) })),
    v.minLength(3),
    v.maxLength(6),
  ),
  explanation: text,
});
const quizSchema = v.strictObject({ questions: v.array(questionSchema) });
export type AuthoredQuestion = v.InferOutput<typeof questionSchema>;

/** None where the lesson in `file` brings none. Errors: what is wrong with them. */
export function readQuestions(
  files: ReadonlyMap<string, Uint8Array>,
  file: string,
): readonly AuthoredQuestion[] | Problem {
  const bytes = files.get('quiz.json');
  if (!bytes) return [];
  const damaged = (reason: string): Problem =>
    problem('file-damaged', { file, reason: fillShown(lessonReasons.quiz, { reason }) });
  const raw = parseJson(strFromU8(bytes));
  if (raw === undefined) return damaged(lessonReasons.notJson);
  const parsed = v.safeParse(quizSchema, raw);
  if (!parsed.success) return damaged(v.summarize(parsed.issues));
  const claims = parsed.output.questions.flatMap(({ choices }) =>
    choices.map(({ claim }) => parseClaim(claim)),
  );
  const fault = claims.find((claim) => typeof claim === 'string');
  return fault === undefined ? parsed.output.questions : damaged(fault);
}

/** Errors: why it cannot be asked of this network: what it is about is gone, or not exactly one claim holds. */
export async function askAuthored(
  context: QuizContext,
  authored: AuthoredQuestion,
  run: Run,
): Promise<Question | Problem> {
  const unfit = (reason: string): Problem => problem('question-unfit', { question: authored.text, reason });
  const stage = authored.about === undefined ? undefined : stageNamed(context, authored.about);
  if (authored.about !== undefined && !stage)
    return unfit(fillShown(lessonReasons.noLayerCalled, { about: authored.about }));
  const scopes = await scopesOf(context, authored, stage, run);
  if (isProblem(scopes)) return scopes;
  const claims = authored.choices.map(({ claim }) => parseClaim(claim));
  const known = new Set([...(scopes[0]?.names.keys() ?? []), ...parameterNames(context)]);
  const right: number[] = [];
  for (const [at, claim] of claims.entries()) {
    if (typeof claim === 'string') return unfit(claim);
    const unknown = namesIn(claim).find((name) => !known.has(name));
    if (unknown !== undefined) return unfit(fillShown(lessonReasons.nothingCalled, { name: unknown }));
    if (holdsAlways(claim, scopes)) right.push(at);
  }
  const [answer] = right;
  if (answer === undefined) return unfit(lessonReasons.noClaim);
  if (right.length > 1) return unfit(fillShown(lessonReasons.manyClaims, { count: right.length }));
  const written = [authored.text, authored.explanation, ...authored.choices.map((choice) => choice.text)].map(
    (each) => fillIn(each, context),
  );
  const unwritten = written.find((each) => typeof each !== 'string');
  if (unwritten) return unfit(unwritten.reason);
  const [asked = '', explanation = '', ...choices] = written as readonly string[];
  const worked = stage && authored.number ? workOut(context, stage, authored.number) : undefined;
  return {
    generator: 'authored',
    seed: 0,
    text: asked,
    facts: [],
    choices: authored.choices.map(({ mistake }, at) => ({
      text: choices[at] ?? '',
      ...(at !== answer && mistake !== undefined && { mistake }),
    })),
    answer,
    explanation,
    equations: worked ? [equation(worked.expression, worked.value)] : [],
    ...(stage && { about: { node: stage.node.id, ...(worked && { index: worked.index }) } }),
  };
}

const holdsAlways = (claim: Claim, scopes: readonly Scope[]): boolean =>
  scopes.every((scope) => holds(claim, scope));

function stageNamed(context: QuizContext, name: string) {
  return stagesOf(context).find((stage) => stage.name === name || stage.node.name === name);
}

/** Names that parameters of some layer have: a claim may be about one that this layer lacks. */
function parameterNames({ inference }: QuizContext): readonly string[] {
  const own = [...inference.nodes.values()].flatMap(({ emission }) => emission?.parameters ?? []);
  return ['weight', 'bias', ...own.map(({ name }) => name)];
}

/** What the names of a claim stand for, in each of the runs it has to hold in. */
async function scopesOf(
  context: QuizContext,
  { numbers }: AuthoredQuestion,
  stage: NodeInference | undefined,
  run: Run,
): Promise<readonly Scope[] | Problem> {
  if (!stage) return [scopeOf(context, undefined, networkNumbers(context))];
  const rows = numbers === 'run' ? [numbersOfRun(context, stage)] : await probe(context.document, stage, run);
  return isProblem(rows) ? rows : rows.map((row) => scopeOf(context, stage, row));
}

type Named = ReadonlyMap<string, Tensor | undefined>;

function scopeOf(context: QuizContext, stage: NodeInference | undefined, examples: Named): Scope {
  const parameters = (stage?.emission?.parameters ?? []).map(({ name }) => {
    const tensor = stage && context.parameter(stage.node.id, name);
    return [name, tensor && wholeOf(tensor)] as const;
  });
  const rows = [...examples].map(([name, tensor]) => [name, tensor && exampleOf(tensor)] as const);
  return {
    names: new Map([...parameters, ...rows]),
    output: (name) => {
      const found = stageNamed(context, name);
      return found && exampleOf(found.output);
    },
    parameters: (name) => {
      const found = [...context.inference.nodes.values()].filter(
        ({ node }) => name === undefined || node.name === name || stageName(node) === name,
      );
      const specs = found.flatMap(({ emission }) => emission?.parameters ?? []);
      return found.length === 0
        ? undefined
        : specs.reduce((total, { shape, isBuffer }) => total + (isBuffer ? 0 : sizeOf(shape)), 0);
    },
  };
}

/** x is what the network is given, y what it answers. */
function networkNumbers(context: QuizContext): Named {
  const complete = completeNodes(context.inference);
  const first = complete.find(({ emission }) => emission.graphInputs.length > 0);
  const [last] = answersOf(complete);
  return new Map([
    ['x', first && context.output(first.node.id)],
    ['y', last && context.output(last.node.id)],
  ]);
}

function numbersOfRun(context: QuizContext, { node, inputs }: NodeInference): Named {
  const read = inputs.map(
    ({ port, edge }) => [port, edge && context.output(edge.from.node, edge.from.port)] as const,
  );
  return new Map([...read, ['y', context.output(node.id)]]);
}

const probes = 4;

/** The layer alone, run with numbers of both signs. */
async function probe(
  document: Document,
  stage: NodeInference,
  run: Run,
): Promise<readonly Named[] | Problem> {
  const { node, inputs } = stage;
  const source = sourceKind();
  const sources = inputs.map(({ port, shape = [] }) => ({ id: `probe-${port}`, port, shape }));
  const alone: Document = {
    ...emptyDocument,
    seed: document.seed,
    parameters: document.parameters,
    nodes: [...sources.map(({ id, shape }) => ({ id, kind: source, name: id, attributes: { shape } })), node],
    edges: sources.map(({ id, port }) => ({
      ...{ id, from: { node: id, port: 'y' } },
      to: { node: node.id, port },
    })),
  };
  const inference = inferShapes(alone);
  const { model, ports } = compileTrace(inference);
  const answered = ports.find((port) => port.node === node.id);
  const rows: Named[] = [];
  for (let turn = 0; turn < probes; turn++) {
    const given = sources.map(({ id, port, shape }) => [id, port, probeNumbers(shape, turn, port)] as const);
    const tried = { ...alone, inputs: Object.fromEntries(given.map(([id, , tensor]) => [id, tensor])) };
    const values = await run(model, feedsOf(tried, inference));
    if (isProblem(values)) return values;
    rows.push(
      new Map<string, Tensor | undefined>([
        ...given.map(([, port, tensor]) => [port, tensor] as const),
        ['y', answered && values.get(answered.value)],
      ]),
    );
  }
  return rows;
}

/** Below and above zero in turns, none of them zero, nor a half or one where much looks alike. */
function probeNumbers(shape: Shape, turn: number, port: string): Tensor<'float32'> {
  const random = createRandom(turn, `probe ${port}`);
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, at) => {
    const size = Math.round(random.uniform(0.2, 2.4) * 100) / 100;
    return (at + turn) % 2 === 0 ? -size : size;
  });
  return floatTensor(shape, values);
}

/** The layer where numbers enter: the one that has no input of its own. */
function sourceKind(): string {
  const found = [...layers.values()].find((layer) => {
    const fields = Object.entries(layer.attributes);
    return (
      layer.inputs(Object.fromEntries(fields.map(([name, field]) => [name, field.initial]))).length === 0
    );
  });
  return found?.kind ?? '';
}

/** The text with its live values. Errors: which of them is not known here. */
function fillIn(written: string, context: QuizContext): string | { readonly reason: string } {
  let reason: string | undefined;
  const filled = written.replace(/\{\{([^}]+)\}\}/g, (_, asked: string) => {
    const found = liveValue(asked, context);
    if (found.kind !== 'value') reason = fillShown(lessonReasons.notKnown, { asked: asked.trim() });
    return found.kind === 'value' ? found.text : '';
  });
  return reason === undefined ? filled : { reason };
}
