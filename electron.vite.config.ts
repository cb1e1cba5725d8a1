// Owns how the app is built: main, engine and command line as ES modules, the preload as CommonJS, the window.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// The oldest runtime the app runs on (Electron 33), whatever version of the electron package is installed.
const chrome = 'chrome130';
const node = 'node20.18';

/** `npm run dev` alone: the page may hear from the server that sends it what has changed. */
const hearDevServer: Plugin = {
  name: 'hear-dev-server',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace("connect-src 'none'", "connect-src 'self' ws://localhost:*"),
};

/** The names of the packages whose code went into a bundle: their licences go with it. */
const notePackages: Plugin = {
  name: 'note-packages',
  apply: 'build',
  generateBundle() {
    const names = [...this.getModuleIds()].flatMap((id) => {
      const found = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id);
      return found?.[1] === undefined ? [] : [found[1]];
    });
    const source = JSON.stringify([...new Set(names)].sort());
    this.emitFile({ type: 'asset', fileName: 'packages.json', source });
  },
};

export default defineConfig({
  main: {
    // Its build for Node declares a `require`, and so does what electron-vite puts around the bundle.
    plugins: [notePackages],
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      target: node,
      // One bundle starts faster than a tree of packages; only native code has to stay outside.
      externalizeDeps: false,
      rolldownOptions: {
        external: ['onnxruntime-node'],
        input: {
          index: 'src/main/index.ts',
          engine: 'src/engine/process.ts',
          probe: 'src/engine/probe-process.ts',
          loom: 'src/cli/loom.ts',
        },
      },
    },
  },
  preload: {
    plugins: [notePackages],
    build: {
      target: node,
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        // A sandboxed preload has to be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    // What is parsed at every start is kept small.
    build: {
      target: chrome,
      minify: true,
      rolldownOptions: {
        input: 'src/renderer/index.html',
        // One file for all that a start needs: each more is one more to wait for.
        output: { codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] } },
      },
    },
    plugins: [svelte({ configFile: false }), hearDevServer, notePackages],
  },
});
