/** Runs one command in the terminal's process; what reads or runs models is left to a guarded worker. */
import { constants } from 'node:os';
import { findPolicy } from '#host/policy';
import type { ProviderId } from '#shared/contract/engine';
import { describeProblem } from '#shared/messages/problem';
import { leavesOut, leftOut, type Policy } from '#shared/policy/policy';
import { parseCommand, usageOf, UsageError, type Command } from './arguments';
import { runBatch } from './batch';
import { Guard } from './guard';
import { listLayers } from './layer-list';
import { print, printError, watchOutput } from './output';
import { showPolicy } from './policy';
import { probeSeconds, showProviders } from './providers';
import { reasonOf, sentenceFor, sentenceOf } from './sentence';
import type { StartWorker } from './worker-process';

/** How it was started. */
export interface Host {
  /** What a person types to start it. */
  readonly program: string;
  /** The file of this machine's policy. */
  readonly policy: string;
  readonly startWorker: StartWorker;
}

type Guarded = Extract<Command, { kind: 'job' | 'batch' | 'providers' }>;

/** The exit code: 0 done, 1 the model, lesson or input is bad, 2 usage. */
export async function main(words: readonly string[], host: Host): Promise<number> {
  try {
    const command = parseCommand(words);
    watchOutput((found) => {
      if (found) printError(describeProblem(found));
      process.exit(found ? 1 : 0);
    });
    return await run(command, host);
  } catch (error) {
    if (error instanceof UsageError) {
      printError(`${error.message}\n\n${usageOf(host.program).trimEnd()}`);
      return 2;
    }
    printError(`loom could not go on: ${reasonOf(error)}.`);
    return 1;
  }
}

async function run(command: Command, host: Host): Promise<number> {
  switch (command.kind) {
    case 'help':
      print(usageOf(host.program));
      return 0;
    case 'policy':
      return showPolicy(command.file, host.policy, command.isJson);
    case 'layers':
      listLayers(command.isJson);
      return 0;
    default: {
      const failure = await runGuarded(command, host);
      if (failure !== undefined) printError(failure);
      return failure === undefined ? 0 : 1;
    }
  }
}

/** Errors: the sentence of what went wrong. */
async function runGuarded(command: Guarded, host: Host): Promise<string | undefined> {
  const { policy } = await findPolicy(host.policy);
  const missing = providersOf(command).find((provider) => leavesOut(policy, provider));
  if (missing) return describeProblem(leftOut(missing));
  const guard = new Guard(host.startWorker, printError);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  process.once('exit', () => {
    guard.kill();
  });
  const failure = await guarded(command, guard, policy);
  await guard.close();
  return failure;
}

async function guarded(command: Guarded, guard: Guard, policy: Policy): Promise<string | undefined> {
  switch (command.kind) {
    case 'providers': {
      const failure = await showProviders(policy, command.isJson, (job) => guard.run(job, probeSeconds));
      return failure && describeProblem(failure);
    }
    case 'batch': {
      const { list, provider, seconds } = command;
      const failure = await runBatch(list, provider, (job) => guard.run(job, seconds));
      return failure && sentenceOf(failure, list.shown);
    }
    case 'job': {
      const outcome = await guard.run(command.job, command.seconds);
      return outcome.kind === 'failed' ? sentenceFor(command.job, outcome.problem) : undefined;
    }
  }
}

/** Where the command runs networks. */
function providersOf(command: Guarded): readonly ProviderId[] {
  const asked = command.kind === 'job' ? command.job : command;
  return [
    'provider' in asked ? asked.provider : 'cpu',
    ...('otherProvider' in asked ? [asked.otherProvider] : []),
  ];
}
