import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endProcess } from './end-process';

test('a process is ended, and that it has ended is no fault', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const { pid = 0 } = child;
  const ended = once(child, 'exit');
  endProcess(pid);
  await ended;
  expect(() => {
    endProcess(pid);
  }).not.toThrow();
});
