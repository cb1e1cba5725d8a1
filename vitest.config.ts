// Owns the unit tests: the *.test.ts files beside the code, in Node.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As the window compiles and resolves them: Svelte's server build would leave $effect out.
  plugins: [svelte({ configFile: false, dynamicCompileOptions: () => ({ generate: 'client' }) })],
  // What packages are made with has a build of its own for windows.
  resolve: { alias: { plist: fileURLToPath(import.meta.resolve('plist')) } },
  ssr: { resolve: { conditions: ['browser', 'module', 'default'] } },
  // A slow machine is no defect of the app.
  test: {
    include: ['{src,e2e,scripts}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Left to itself it keeps one core free, of two.
    maxWorkers: '100%',
  },
});
