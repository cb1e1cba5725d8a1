/** The command line: what can be asked for, and what was. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseTolerance, usualTolerance } from '#shared/compare/tolerance';
import { providerIds, type ProviderId } from '#shared/contract/engine';
import type { AnswerKind } from '#shared/data/answers';
import type { Reading } from '#shared/data/table';
import { isProblem } from '#shared/messages/problem';
import { parseWithin } from '#shared/tensor/limits';
import { parseNumber } from '#shared/tensor/number-format';
import { placeToRead, placeToWrite } from './places';
import type { InputFile, Job, Place } from './protocol';

export type Command =
  | { readonly kind: 'job'; readonly job: Job; readonly seconds: number }
  | {
      readonly kind: 'batch';
      readonly list: Place;
      readonly provider: ProviderId;
      readonly seconds: number;
    }
  | { readonly kind: 'layers'; readonly isJson: boolean }
  | { readonly kind: 'providers'; readonly isJson: boolean }
  | { readonly kind: 'policy'; readonly file: string | undefined; readonly isJson: boolean }
  | { readonly kind: 'help' };

const providers = providerIds.join('|');
const defaultSeconds = 120;
const trainingSeconds = 24 * 3600;

/** `program` is what a person types to start it. */
export const usageOf = (program: string): string => `Usage: ${program} COMMAND ...

  trace MODEL [--input NAME=FILE.npy]... [--provider ${providers}] [--dump DIR]
              [--json] [--timeout SECONDS]
                                     runs MODEL and prints what every stage computes
  trace --batch LIST.json [--provider ${providers}] [--timeout SECONDS]
                                     runs a list of models, one JSON line a run
  compare A B [--input NAME=FILE.npy]... [--input-b NAME=FILE.npy]... [--provider ${providers}]
              [--provider-b ${providers}] [--atol X] [--rtol X]
              [--json] [--timeout SECONDS]
                                     runs the models A and B and prints, node by node, how far their
                                     numbers are apart; fails where that is more than X + X * |B's number|
                                     (${usualTolerance.absolute} and ${usualTolerance.relative} where nothing is said). B is given the inputs of A,
                                     unless it is given its own
  train LESSON [--data FILE|SET] [--heading yes|no] [--decimal point|comma]
              [--answer classes|numbers] [--epochs N] [--seed N] [--json] [--save FILE.loom]
              [--timeout SECONDS]    trains, and prints a line an epoch; on the rows of a FILE
                                     (.csv, .tsv, .npy, .npz) or a bundled SET (iris, penguins,
                                     mnist, fashion-mnist) instead of its own. Where a FILE leaves
                                     it open: whether its first row is a heading, which sign parts
                                     decimals, and what its answers are
  summary MODEL [--json]             shapes, parameters and multiply-adds by layer, and their totals
  export MODEL [--loom FILE.loom] [--onnx FILE.onnx] [--torch FILE.py]
              [--weights FILE.safetensors]
                                     writes the network as the window opens it, as an ONNX model, as a
                                     PyTorch program with a training loop, and its weights for that
                                     program
  quiz LESSON [--json] [--seed N]    asks about it: questions, choices, answer and explanation
  layers [--json]                    lists every layer
  providers [--json]                 where networks can run on this machine, and why not elsewhere
  policy [FILE] [--json]             what an administrator decided for this machine, or what FILE would
                                     decide, and what of it does not count
  check MODEL [--json]               lists the model's problems with their repair; as JSON, as the
                                     window opens it, with what it is made of

MODEL is an .onnx file, a .loom file or a lesson's folder such as models/forward-pass.
`;

/** Errors: UsageError when the words make no command. */
export class UsageError extends Error {}

export function parseCommand(words: readonly string[]): Command {
  const [name, ...args] = words;
  if (words.some((word) => word === '--help' || word === '-h')) return { kind: 'help' };
  switch (name) {
    case 'trace':
      return parseTrace(args);
    case 'compare':
      return parseCompare(args);
    case 'train':
      return parseTrain(args);
    case 'export':
      return parseExport(args);
    case 'quiz':
      return parseQuiz(args);
    case 'check':
    case 'summary': {
      const { values, positionals } = parse(args, { json: { type: 'boolean' } });
      const job: Job = { kind: name, model: modelOf(positionals), isJson: values.json === true };
      return { kind: 'job', job, seconds: defaultSeconds };
    }
    case 'layers':
    case 'providers': {
      const { values, positionals } = parse(args, { json: { type: 'boolean' } });
      if (positionals.length > 0) throw new UsageError(`${name} takes no MODEL.`);
      return { kind: name, isJson: values.json === true };
    }
    case 'policy': {
      const { values, positionals } = parse(args, { json: { type: 'boolean' } });
      if (positionals.length > 1) throw new UsageError('policy takes one FILE.');
      const [file] = positionals;
      const path = file === undefined ? undefined : resolve(placeToRead(file).path);
      return { kind: 'policy', file: path, isJson: values.json === true };
    }
    case 'help':
      return { kind: 'help' };
    case undefined:
      throw new UsageError('No command was given.');
    default:
      throw new UsageError(`There is no command called ${name}.`);
  }
}

function parseTrace(args: readonly string[]): Command {
  const { values, positionals } = parse(args, {
    input: { type: 'string', multiple: true },
    provider: { type: 'string' },
    dump: { type: 'string' },
    json: { type: 'boolean' },
    batch: { type: 'string' },
    timeout: { type: 'string' },
  });
  const provider = providerOf(values.provider);
  const seconds = secondsOf(values.timeout);
  if (values.batch !== undefined) {
    if (positionals.length > 0 || values.input || values.dump !== undefined) {
      throw new UsageError('With --batch, the list says which MODEL, inputs and DIR.');
    }
    return { kind: 'batch', list: placeToRead(values.batch), provider, seconds };
  }
  return {
    kind: 'job',
    job: {
      kind: 'trace',
      model: modelOf(positionals),
      inputs: (values.input ?? []).map((pair) => inputOf(pair)),
      provider,
      dump: values.dump === undefined ? undefined : placeToWrite(values.dump),
      print: values.json ? 'lines' : 'table',
    },
    seconds,
  };
}

function parseCompare(args: readonly string[]): Command {
  const { values, positionals } = parse(args, {
    input: { type: 'string', multiple: true },
    'input-b': { type: 'string', multiple: true },
    provider: { type: 'string' },
    'provider-b': { type: 'string' },
    atol: { type: 'string' },
    rtol: { type: 'string' },
    json: { type: 'boolean' },
    timeout: { type: 'string' },
  });
  const [model, other, ...more] = positionals;
  if (model === undefined || other === undefined) throw new UsageError('compare takes two models, A and B.');
  if (more.length > 0) throw new UsageError(`Two models at a time; ${more.join(' ')} is too much.`);
  return {
    kind: 'job',
    job: {
      kind: 'compare',
      model: placeToRead(model),
      other: placeToRead(other),
      inputs: (values.input ?? []).map((pair) => inputOf(pair)),
      otherInputs: (values['input-b'] ?? []).map((pair) => inputOf(pair, '--input-b')),
      provider: providerOf(values.provider),
      otherProvider: providerOf(values['provider-b'] ?? values.provider),
      tolerance: {
        absolute: toleranceOf('--atol', values.atol) ?? usualTolerance.absolute,
        relative: toleranceOf('--rtol', values.rtol) ?? usualTolerance.relative,
      },
      isJson: values.json === true,
    },
    seconds: secondsOf(values.timeout),
  };
}

function toleranceOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = parseTolerance(option, text);
  if (isProblem(value)) throw new UsageError(`${option} takes a number that is not below 0, not ${text}.`);
  return value;
}

function parseTrain(args: readonly string[]): Command {
  const { values, positionals } = parse(args, {
    epochs: { type: 'string' },
    seed: { type: 'string' },
    data: { type: 'string' },
    heading: { type: 'string' },
    decimal: { type: 'string' },
    answer: { type: 'string' },
    json: { type: 'boolean' },
    save: { type: 'string' },
    timeout: { type: 'string' },
  });
  return {
    kind: 'job',
    job: {
      kind: 'train',
      model: modelOf(positionals),
      epochs: wholeOf('--epochs', values.epochs, 1, 10_000),
      seed: wholeOf('--seed', values.seed, 0, 1_000_000_000),
      data: values.data === undefined ? undefined : placeToRead(values.data),
      reading: readingOf(values.heading, values.decimal),
      answer: answers.get(oneOf('--answer', values.answer, [...answers.keys()]) ?? ''),
      isJson: values.json === true,
      save: values.save === undefined ? undefined : placeToWrite(values.save),
    },
    // Learning takes as long as it takes, unless someone says otherwise.
    seconds: values.timeout === undefined ? trainingSeconds : secondsOf(values.timeout),
  };
}

const answers: ReadonlyMap<string, AnswerKind> = new Map([
  ['classes', 'class'],
  ['numbers', 'number'],
]);

function readingOf(heading: string | undefined, decimal: string | undefined): Reading {
  const first = oneOf('--heading', heading, ['yes', 'no']);
  const sign = oneOf('--decimal', decimal, ['point', 'comma']);
  return { ...(first && { isHeaded: first === 'yes' }), ...(sign && { decimal: sign }) };
}

function oneOf<T extends string>(
  option: string,
  text: string | undefined,
  known: readonly T[],
): T | undefined {
  const found = known.find((each) => each === text);
  if (text !== undefined && !found)
    throw new UsageError(`${option} takes ${known.join(' or ')}, not ${text}.`);
  return found;
}

function parseQuiz(args: readonly string[]): Command {
  const { values, positionals } = parse(args, { seed: { type: 'string' }, json: { type: 'boolean' } });
  return {
    kind: 'job',
    job: {
      kind: 'quiz',
      model: modelOf(positionals),
      seed: wholeOf('--seed', values.seed, 0, 1_000_000_000) ?? 1,
      isJson: values.json === true,
    },
    seconds: defaultSeconds,
  };
}

function wholeOf(option: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = parseWithin(option, text, { min, max, isWhole: true });
  if (isProblem(value)) throw new UsageError(`${option} takes a whole number from ${min} to ${max}.`);
  return value;
}

function parseExport(args: readonly string[]): Command {
  const { values, positionals } = parse(args, {
    loom: { type: 'string' },
    onnx: { type: 'string' },
    torch: { type: 'string' },
    weights: { type: 'string' },
  });
  const model = modelOf(positionals);
  const placeOf = (path: string | undefined) => (path === undefined ? undefined : placeToWrite(path));
  const places = {
    loom: placeOf(values.loom),
    onnx: placeOf(values.onnx),
    torch: placeOf(values.torch),
    weights: placeOf(values.weights),
  };
  if (Object.values(places).every((place) => place === undefined)) {
    throw new UsageError(
      'export needs to know what to write: --loom FILE.loom, --onnx FILE.onnx, --torch FILE.py or --weights FILE.safetensors.',
    );
  }
  return { kind: 'job', job: { kind: 'export', model, ...places }, seconds: defaultSeconds };
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parse<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const isUsage = error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code));
    if (!isUsage) throw error;
    // Its first sentence; Node goes on about what else may have been meant.
    const [reason = ''] = error.message.split(/\.\s|\n/);
    throw new UsageError(`${reason}.`);
  }
}

function modelOf(positionals: readonly string[]): Place {
  const [model, ...more] = positionals;
  if (model === undefined) throw new UsageError('Which MODEL?');
  if (more.length > 0) throw new UsageError(`One MODEL at a time; ${more.join(' ')} is too much.`);
  return placeToRead(model);
}

/** Every way to split `NAME=FILE`, shortest name first: names and files may have equals signs of their own. */
function inputOf(pair: string, option = '--input'): InputFile[] {
  const readings: InputFile[] = [];
  for (let at = pair.indexOf('='); at !== -1; at = pair.indexOf('=', at + 1)) {
    readings.push({ name: pair.slice(0, at), file: placeToRead(pair.slice(at + 1)) });
  }
  if (readings.length === 0) throw new UsageError(`${option} ${pair} is not NAME=FILE.npy.`);
  return readings;
}

function providerOf(text = 'cpu'): ProviderId {
  const provider = providerIds.find((id) => id === text);
  if (!provider) throw new UsageError(`--provider ${text} is none of ${providerIds.join(', ')}.`);
  return provider;
}

function secondsOf(text: string | undefined): number {
  if (text === undefined) return defaultSeconds;
  const seconds = parseNumber(text);
  if (seconds === undefined || seconds <= 0)
    throw new UsageError(`--timeout ${text} is not a number of seconds.`);
  return seconds;
}
