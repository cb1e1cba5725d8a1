/** Runs one command in the terminal's process; what reads or runs models is left to a guarded worker. */
import { constants } from 'node:os';
import { parseCommand, usage, UsageError, type Command } from './arguments';
import { runBatch } from './batch';
import { Guard } from './guard';
import { listLayers } from './layer-list';
import { print, printError, watchOutput } from './output';
import { showPolicy } from './policy';
import { reasonOf, sentenceOf } from './sentence';
import type { StartWorker } from './worker-process';

/** The exit code: 0 done, 1 the model, lesson or input is bad, 2 usage. */
export async function main(words: readonly string[], startWorker: StartWorker): Promise<number> {
  try {
    const command = parseCommand(words);
    watchOutput((sentence) => {
      if (sentence !== undefined) printError(sentence);
      process.exit(sentence === undefined ? 0 : 1);
    });
    return await run(command, startWorker);
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`${error.message}\n\n${usage.trimEnd()}`);
      return 2;
    }
    printError(`loom could not go on: ${reasonOf(error)}.`);
    return 1;
  }
}

async function run(command: Command, startWorker: StartWorker): Promise<number> {
  switch (command.kind) {
    case 'help':
      print(usage);
      return 0;
    case 'policy':
      return showPolicy(command.file, command.isJson);
    case 'layers':
      listLayers(command.isJson);
      return 0;
    default:
      return runGuarded(command, startWorker);
  }
}

async function runGuarded(
  command: Extract<Command, { kind: 'job' | 'batch' }>,
  startWorker: StartWorker,
): Promise<number> {
  const guard = new Guard(startWorker, printError);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  process.once('exit', () => {
    guard.kill();
  });
  const { seconds } = command;
  if (command.kind === 'batch') {
    const failure = await runBatch(command.list, command.provider, (job) => guard.run(job, seconds));
    await guard.close();
    if (failure) printError(sentenceOf(failure, command.list.shown));
    return failure ? 1 : 0;
  }
  const outcome = await guard.run(command.job, seconds);
  await guard.close();
  if (outcome.kind === 'failed') printError(outcome.sentence);
  return outcome.kind === 'failed' ? 1 : 0;
}
