/** The arithmetic of a gradient and of a weight's step, and every number on screen to light up for it. */
import { explainGradient } from '#shared/explain/backward';
import type { End, NodeId } from '#shared/document/document';
import { answerAt } from '#shared/document/infer';
import { derivative } from '#shared/tensor/derivative';
import { number, sourcesOf, sum, type Expression, type Source } from '#shared/tensor/expression';
import { indexAt, offsetAt, sizeOf } from '#shared/tensor/shape';
import { elementAt, numberAt, type Tensor } from '#shared/tensor/tensor';
import { gradientOf, lengthName, nextOf, type BackwardProgram } from '#shared/training/compile-backward';
import { names } from '#shared/training/names';
import { explainShaped } from '#shared/training/shape-gradients';

/** The loss itself, or the gradient of a number: of a node's answer, or of one of its parameters. */
export type Picked =
  | { readonly kind: 'loss' }
  | {
      readonly kind: 'answer';
      readonly node: NodeId;
      readonly port: string;
      readonly index: readonly number[];
    }
  | {
      readonly kind: 'parameter';
      readonly node: NodeId;
      readonly name: string;
      readonly index: readonly number[];
    };

interface Computed {
  readonly expression: Expression;
  /** What the engine found. */
  readonly engine: number;
}

export interface Explained {
  /** What came back through each node that the number went into; none is the loss. */
  readonly parts: readonly { readonly through: NodeId | undefined; readonly expression: Expression }[];
  /** Undefined where there are too many terms to be looked through. */
  readonly total: Computed | undefined;
  readonly engine: number;
  /** The weight after one step. */
  readonly update?: Computed;
  /** Flat offsets by the name of the value they are in. */
  readonly lit: ReadonlyMap<string, ReadonlySet<number>>;
}

interface Pass {
  readonly program: BackwardProgram;
  readonly values: ReadonlyMap<string, Tensor>;
}

type Stage = BackwardProgram['stages'][number];

/** Undefined when the number is not in this pass. */
export function explainPicked(pass: Pass, picked: Picked): Explained | undefined {
  const { stages, scored } = pass.program;
  if (picked.kind === 'loss') return explainLoss(pass);
  const stage = stages.find(({ node }) => node.id === picked.node);
  if (!stage) return undefined;
  const answer = picked.kind === 'answer' ? nameAt(pass, picked) : '';
  const parameter =
    picked.kind === 'parameter'
      ? stage.emission.parameters.find(({ name }) => name === picked.name)
      : undefined;
  if (picked.kind === 'parameter' && !parameter) return undefined;
  const gradient = pass.values.get(gradientOf(parameter?.value ?? answer));
  if (!gradient || picked.index.some((at, axis) => at >= (gradient.shape[axis] ?? 0))) return undefined;
  const engine = elementAt(gradient, picked.index);
  const lit = new Map<string, Set<number>>();
  if (picked.kind === 'parameter') {
    const of: Source = { kind: 'parameter', name: picked.name, index: picked.index };
    const expression = through(pass, stage, of, lit);
    const update = explainStep(pass, parameter?.value ?? '', picked.index, engine);
    const parts = expression ? [{ through: stage.node.id, expression }] : [];
    return { parts, total: expression && { expression, engine }, engine, ...(update && { update }), lit };
  }
  if (stage.node.id === scored && picked.port === stage.emission.output.port) {
    const expression = scoreGradient(pass, picked.index, lit);
    return { parts: [{ through: undefined, expression }], total: { expression, engine }, engine, lit };
  }
  const parts: { through: NodeId; expression: Expression }[] = [];
  for (const next of stages) {
    const wired = next.node.isBypassed ? next.inputs.slice(0, 1) : next.inputs;
    for (const { port, edge } of wired) {
      if (edge?.from.node !== stage.node.id || edge.from.port !== picked.port) continue;
      const of: Source = { kind: 'input', name: port, index: picked.index };
      const expression = through(pass, next, of, lit);
      if (!expression) return { parts: [], total: undefined, engine, lit: new Map() };
      parts.push({ through: next.node.id, expression });
    }
  }
  return { parts, total: { expression: together(parts), engine }, engine, lit };
}

/** One part is the sum itself; several are added up. */
function together(parts: Explained['parts']): Expression {
  const [first, ...others] = parts;
  return first && others.length === 0 ? first.expression : sum(parts.map(({ expression }) => expression));
}

/** What the model calls an answer. */
function nameAt({ program }: Pass, { node, port }: End): string {
  const stage = program.stages.find((other) => other.node.id === node);
  return answerAt(stage?.emission, port)?.name ?? '';
}

/** The chain rule at one node; undefined where it is too long. */
function through(
  pass: Pass,
  stage: Stage,
  of: Source,
  lit: Map<string, Set<number>>,
): Expression | undefined {
  const { values } = pass;
  const gradientName = (port: string) => gradientOf(answerAt(stage.emission, port)?.name ?? '');
  const valueOf = ({ kind, name }: Source): string => {
    if (kind === 'gradient') return gradientName(name);
    if (kind === 'parameter')
      return stage.emission.parameters.find((parameter) => parameter.name === name)?.value ?? '';
    const edge = stage.inputs.find(({ port }) => port === name)?.edge;
    return edge ? nameAt(pass, edge.from) : '';
  };
  const gradient = (port: string) => values.get(gradientName(port));
  if (!stage.emission.outputs.some(({ port }) => gradient(port))) return number(0);
  const read = (kind: Source['kind'], name: string) => values.get(valueOf({ kind, name, index: [] }));
  const expression = explainGradient(stage, of, {
    input: (port) => read('input', port),
    parameter: (name) => read('parameter', name),
    given: undefined,
    gradient,
  });
  if (expression === 'too-long') return undefined;
  for (const source of sourcesOf(expression)) {
    const value = valueOf(source);
    light(lit, value, offsetAt(values.get(value)?.shape ?? [], source.index));
  }
  return expression;
}

/** The loss of the scored node's answer, which it reads as its input. */
function lossOf({ program, values }: Pass): {
  readonly expression: Expression;
  readonly scores: Tensor | undefined;
} {
  const { stages, scored, loss, settings } = program;
  const name = stages.find(({ node }) => node.id === scored)?.emission.output.name ?? '';
  const scores = values.get(name);
  const leaves = Array.from({ length: scores ? sizeOf(scores.shape) : 0 }, (_, offset) => {
    const index = indexAt(scores?.shape ?? [], offset);
    return number(scores ? numberAt(scores, offset) : Number.NaN, { kind: 'input', name, index });
  });
  const answer = number(program.answer, { kind: 'given', name: names.target, index: [] });
  return { expression: loss.explain({ scores: leaves, answer, settings }), scores };
}

function explainLoss(pass: Pass): Explained {
  const { expression, scores } = lossOf(pass);
  const found = pass.values.get(names.loss);
  const engine = found ? numberAt(found, 0) : Number.NaN;
  const lit = new Map<string, Set<number>>();
  lightScores(lit, expression, scores);
  return { parts: [{ through: undefined, expression }], total: { expression, engine }, engine, lit };
}

function scoreGradient(pass: Pass, index: readonly number[], lit: Map<string, Set<number>>): Expression {
  const { expression, scores } = lossOf(pass);
  const { stages, scored } = pass.program;
  const name = stages.find(({ node }) => node.id === scored)?.emission.output.name ?? '';
  const found = derivative(expression, { kind: 'input', name, index });
  lightScores(lit, found, scores);
  return found;
}

function lightScores(
  lit: Map<string, Set<number>>,
  expression: Expression,
  scores: Tensor | undefined,
): void {
  for (const { kind, name, index } of sourcesOf(expression)) {
    light(lit, name, kind === 'input' ? offsetAt(scores?.shape ?? [], index) : 0);
  }
}

function explainStep(
  { program, values }: Pass,
  value: string,
  index: readonly number[],
  gradient: number,
): Computed | undefined {
  const weight = values.get(value);
  const next = values.get(nextOf(value));
  if (!weight || !next) return undefined;
  const { optimiser, settings, rate } = program;
  const before = number(elementAt(weight, index));
  const length = values.get(lengthName);
  const expression = optimiser.explain({
    weight: before,
    gradient: explainShaped(
      {
        gradient: number(gradient),
        weight: before,
        length: number(length ? numberAt(length, 0) : Number.NaN),
      },
      settings,
    ),
    rate: number(rate),
    step: 1,
    state: Array.from({ length: optimiser.stateCount(settings) }, () => number(0)),
    settings,
  });
  return { expression, engine: elementAt(next, index) };
}

function light(lit: Map<string, Set<number>>, value: string, offset: number): void {
  const offsets = lit.get(value) ?? new Set();
  offsets.add(offset);
  lit.set(value, offsets);
}
