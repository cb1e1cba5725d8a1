// Owns `npm run suite`: the ONNX project's own tests. Every model that the bare runtime runs right is opened as a document,
// traced, saved as ONNX and run again; all three are compared with the outputs the test comes with, and the sums of its
// operators with the numbers of the trace.
// Debian has them (`apt-get install libonnx-testdata`); another folder, and groups of it, may be named.
import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checkout, runEntry, StepFailed } from './prepare/step.mjs';

const [folder = '/usr/share/libonnx-testdata/data', ...named] = process.argv.slice(2);
const groups = named.length > 0 ? named : ['node', 'simple', 'pytorch-converted', 'pytorch-operator'];

/** @typedef {{ place: string, kind: string, reason?: string, ops?: string[], sums?: { numbers: number, told: number } }} Outcome */

await runEntry(async () => {
  if (!existsSync(folder)) {
    throw new StepFailed(
      `There is no ${folder}. Install it with \`apt-get install libonnx-testdata\`, or name a folder.`,
    );
  }
  const cases = groups.flatMap((group) =>
    readdirSync(path.join(folder, group)).map((name) => path.join(folder, group, name)),
  );
  const outcomes = await runAll(cases.filter((place) => existsSync(path.join(place, 'model.onnx'))));
  const kinds = grouped(outcomes);
  for (const { place, reason } of kinds.get('failed') ?? [])
    console.log(`${path.basename(place)}: ${reason}`);
  const count = (/** @type {string} */ kind) => kinds.get(kind)?.length ?? 0;
  const layered = (kinds.get('passed') ?? []).filter(({ ops }) => ops?.length === 0).length;
  const sums = (kinds.get('passed') ?? []).flatMap((outcome) => outcome.sums ?? []);
  const total = (/** @type {'numbers' | 'told'} */ what) => sums.reduce((all, one) => all + one[what], 0);
  console.log(`The sums of ${total('told')} of ${total('numbers')} numbers of operators are known`);
  console.log(
    `${count('passed')} passed (${layered} as layers alone), ${count('failed')} failed; ` +
      `${count('not run')} that the bare runtime does not run right, ${count('not given')} whose inputs JavaScript cannot give`,
  );
  return count('failed') === 0 ? 0 : 1;
});

/** @param {Outcome[]} outcomes */
function grouped(outcomes) {
  /** @type {Map<string, Outcome[]>} */
  const kinds = new Map();
  for (const outcome of outcomes) kinds.set(outcome.kind, [...(kinds.get(outcome.kind) ?? []), outcome]);
  return kinds;
}

/** @param {string[]} cases
 * @returns {Promise<Outcome[]>} */
async function runAll(cases) {
  /** @type {Outcome[]} */
  const outcomes = [];
  const waiting = [...cases].reverse();
  while (waiting.length > 0) await runSome(waiting, outcomes);
  return outcomes;
}

/** Until all are run, or the process ends in the middle of one, which is that one's outcome.
 * @param {string[]} waiting
 * @param {Outcome[]} outcomes
 * @returns {Promise<void>} */
function runSome(waiting, outcomes) {
  return new Promise((resolve) => {
    const child = fork(path.join(checkout, 'scripts/suite/cases.mjs'), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    /** @type {string | undefined} */
    let current;
    // By the bare runtime, which may end the process itself.
    let isRun = false;
    const next = () => {
      isRun = false;
      current = waiting.pop();
      if (current === undefined) child.disconnect();
      else child.send(current);
    };
    child.on('message', (/** @type {Outcome | { ready: true } | { isRun: true }} */ message) => {
      if ('isRun' in message) isRun = true;
      else {
        if ('place' in message) outcomes.push(message);
        next();
      }
    });
    child.on('exit', () => {
      const kind = isRun ? 'failed' : 'not run';
      if (current !== undefined) outcomes.push({ place: current, kind, reason: 'the process ended' });
      resolve();
    });
  });
}
