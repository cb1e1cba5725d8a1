/** Where a machine keeps what its administrator decided, and what that is. */
import { stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { fill } from '#shared/messages/fill';
import { problem } from '#shared/messages/problem';
import { fileReasons } from '#shared/messages/reasons';
import { policyLimit, readPolicy, type Policy, type ReadPolicy } from '#shared/policy/policy';
import { decodeText } from '#shared/tensor/text';
import { homeFolder } from './home';
import { readOrdinary } from './read-ordinary';
import { isMissing, systemReason } from './system-error';

/** Of all users, which only an administrator can write. */
export function policyFile(platform: NodeJS.Platform, env: Readonly<NodeJS.ProcessEnv>): string {
  switch (platform) {
    case 'win32':
      return win32.join(env['ProgramData'] ?? 'C:\\ProgramData', 'Layerloom', 'policy.json');
    case 'darwin':
      return '/Library/Application Support/Layerloom/policy.json';
    default:
      return '/etc/layerloom/policy.json';
  }
}

/** That of this machine; where the app is not installed but worked on, another may be named. */
export function ownPolicyFile(isInstalled: boolean): string {
  const { platform, env } = process;
  return (!isInstalled && env['LAYERLOOM_POLICY']) || policyFile(platform, env);
}

export interface FoundPolicy extends ReadPolicy {
  readonly isThere: boolean;
}

/** Most machines have none. Errors: those of the file system but that it is missing or refused, which are problems. */
export async function findPolicy(file: string): Promise<FoundPolicy> {
  const unreadable = (reason: string): FoundPolicy => ({
    isThere: true,
    policy: {},
    problems: [problem('policy-unreadable', { file, reason })],
  });
  try {
    const { size } = await stat(file);
    if (size > policyLimit) return unreadable(fill(fileReasons.tooLarge, { limit: policyLimit }));
    const { policy, problems } = readPolicy(decodeText(await readOrdinary(file)), file);
    return { isThere: true, policy: atHome(policy, homeFolder()), problems };
  } catch (error) {
    if (isMissing(error)) return { isThere: false, policy: {}, problems: [] };
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return unreadable(reason);
  }
}

/** A path that begins at the person's own folder, as the whole path it is for them. */
function atHome(policy: Policy, home: string): Policy {
  const { lessonFolders, handInFolder } = policy;
  const system = home.startsWith('/') ? posix : win32;
  const whole = (path: string): string => (/^~[\\/]/.test(path) ? system.join(home, path.slice(2)) : path);
  return {
    ...policy,
    ...(lessonFolders && { lessonFolders: lessonFolders.map(whole) }),
    ...(handInFolder !== undefined && { handInFolder: whole(handInFolder) }),
  };
}
