/** Tries whether a network really runs on a provider. That can crash or hang, so it is done in a process of its own. */
import type { ProviderId } from '#shared/contract/engine';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { providerLabels } from '#shared/messages/providers';
import { encodeModel } from '#shared/onnx/encode';
import { createProfiler } from './profile';
import ort from './runtime';
import { obstacleTo, whyNot, type Surroundings } from './why-not';

/** What a run on a provider came to. */
interface Tried {
  /** The runtime's names of what ran the nodes. */
  readonly runners: ReadonlySet<string>;
  readonly answer: readonly number[];
}

/** What a probe is made of, where it is not this machine's. */
interface Probing {
  readonly attempt?: (id: ProviderId) => Promise<Tried>;
  readonly surroundings?: Surroundings;
}

/** The runtime's names of its providers. */
const runners: Readonly<Record<ProviderId, string>> = {
  cpu: 'CPUExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  dml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
};

const numbers = [-2, -1, 3, 4];
const right = [0, 0, 3, 4];

/** Undefined where it runs; else why it does not. One that is left out by the policy is not tried. */
export async function probeProvider(
  id: ProviderId,
  isLeftOut = false,
  { attempt = tryRelu, surroundings }: Probing = {},
): Promise<Problem | undefined> {
  const obstacle = obstacleTo(id, surroundings);
  if (isLeftOut && obstacle?.code !== 'provider-not-built')
    return problem('provider-left-out', { provider: providerLabels[id] });
  if (obstacle) return obstacle;
  const tried = await attempt(id).catch((error: unknown) => whyNot(id, error, surroundings));
  return isProblem(tried) ? tried : shortOf(id, tried);
}

/** The runtime gives what a provider does not take to the CPU without a word. */
function shortOf(id: ProviderId, { runners: ran, answer }: Tried): Problem | undefined {
  const provider = providerLabels[id];
  const isOwn = ran.has(runners[id]) && (id === 'cpu' || !ran.has(runners.cpu));
  if (!isOwn) return problem('provider-passed-over', { provider });
  const [actual, expected] = [answer.join(' '), right.join(' ')];
  return actual === expected ? undefined : problem('provider-wrong', { provider, actual, expected });
}

/** One operator that every provider has. */
async function tryRelu(id: ProviderId): Promise<Tried> {
  const model = encodeModel({
    name: 'probe',
    inputs: [{ name: 'x', dtype: 'float32', shape: [numbers.length] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [numbers.length] }],
    initializers: new Map(),
    nodes: [{ name: 'relu', type: 'Relu', inputs: ['x'], outputs: ['y'], attributes: {} }],
  });
  const profiler = createProfiler();
  try {
    const session = await ort.InferenceSession.create(model, {
      executionProviders: [id],
      logSeverityLevel: 4,
      ...profiler.options,
    });
    const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.from(numbers), [4]) });
    session.endProfiling();
    return { runners: profiler.collectRunners(), answer: Array.from(y?.data as Float32Array) };
  } finally {
    profiler.discard();
  }
}
