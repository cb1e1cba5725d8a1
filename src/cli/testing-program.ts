/** The program built for a file of tests, and how it ends. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

export const checkout = join(import.meta.dirname, '../..');
// Inside the checkout, where the program finds its packages.
const built = mkdtempSync(join(checkout, 'node_modules/.layerloom-test-'));
export const program = join(built, 'loom.js');

beforeAll(async () => {
  await build({
    configFile: false,
    root: checkout,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['onnxruntime-node'] },
    build: {
      ssr: true,
      outDir: built,
      target: 'node20.18',
      rolldownOptions: {
        external: ['onnxruntime-node'],
        input: { loom: 'src/cli/loom.ts' },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
});
afterAll(() => {
  rmSync(built, { recursive: true, force: true });
});

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function loom(...words: readonly string[]): Promise<Ended> {
  return loomWith({}, ...words);
}

/** With more variables than there are. */
export function loomWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { cwd: checkout, env: { ...process.env, ...env } };
    const child = execFile(process.execPath, [program, ...words], options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
  });
}
