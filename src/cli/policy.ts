/** `loom policy`: what an administrator decided for this machine, and what of it does not count. */
import { opendir } from 'node:fs/promises';
import { findPolicy } from '#host/policy';
import { systemReason } from '#host/system-error';
import { describeProblem, problem, type Problem } from '#shared/messages/problem';
import { policyKeys, type Policy } from '#shared/policy/policy';
import { print, printError, printLine } from './output';

/** The exit code: 1 when something of it does not count. `own` is the file of this machine. */
export async function showPolicy(given: string | undefined, own: string, isJson: boolean): Promise<number> {
  const file = given ?? own;
  const { isThere, policy, problems: read } = await findPolicy(file);
  if (!isThere && given !== undefined) {
    printError(describeProblem(problem('file-not-found', { file })));
    return 1;
  }
  const problems = [...read, ...(await missingFolders(policy))];
  if (isJson) printLine({ file, isThere, policy, problems: problems.map(describeProblem) });
  else {
    print(isThere ? `${file}\n` : `There is no ${file}: everything is as it comes.\n`);
    for (const key of policyKeys)
      if (policy[key] !== undefined) print(`  ${key}: ${JSON.stringify(policy[key])}\n`);
    for (const each of problems) printError(describeProblem(each));
  }
  return problems.length > 0 ? 1 : 0;
}

async function missingFolders({ lessonFolders = [] }: Policy): Promise<readonly Problem[]> {
  const found = await Promise.all(lessonFolders.map(whyUnreadable));
  return found.filter((each) => each !== undefined);
}

async function whyUnreadable(folder: string): Promise<Problem | undefined> {
  try {
    await (await opendir(folder)).close();
    return undefined;
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return problem('policy-lessons', { folder, reason });
  }
}
