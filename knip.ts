// Owns what counts as used: everything reachable from the entries of the app, the scripts and the tests.
import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'src/engine/process.ts',
    'src/engine/probe-process.ts',
    'src/cli/loom.ts',
    'scripts/*.mjs',
    'scripts/package/drive.mjs',
    'scripts/suite/cases.mjs',
    'scripts/data/*.mjs',
    'e2e/**/*.spec.ts',
    'bench/*.ts',
    'fuzz/run.ts',
    '{src,e2e,scripts}/**/*.test.ts',
  ],
  project: ['src/**/*.{ts,svelte}', 'scripts/**/*.mjs', 'e2e/**/*.ts'],
  ignoreExportsUsedInFile: true,
  // From the system, for the proof of what Windows is given.
  ignoreBinaries: ['wine'],
  // scripts/check.mjs starts the first two by their path, scripts/mutate.mjs the last by its name.
  ignoreDependencies: ['dependency-cruiser', 'svelte-check', '@stryker-mutator/vitest-runner'],
};

export default config;
