// Owns `npm run dev`: the app with its code replaced as it changes, and a port for a debugger at each of its processes.
import { forgetBuild } from './prepare/build.mjs';
import { prepareElectron } from './prepare/electron-runtime.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { isHeadless, isRootOnLinux, runEntry, runThrough, say } from './prepare/step.mjs';
import { prepareSystemLibraries } from './prepare/system-libraries.mjs';
import { onVirtualDisplay } from './prepare/virtual-display.mjs';

const ports = { window: '9222', main: '9229', engine: '9230' };

await runEntry(async () => {
  await preparePackages();
  prepareSystemLibraries();
  const electron = await prepareElectron();
  forgetBuild();
  say(
    `Debuggers attach to the window at ${ports.window}, main at ${ports.main}, the engine at ${ports.engine}.`,
  );
  /** @type {[string, string[]]} */
  const command = [
    process.execPath,
    [
      'node_modules/electron-vite/bin/electron-vite.js',
      ...['dev', '--watch', '--sourcemap', '--inspect', ports.main, '--remoteDebuggingPort', ports.window],
      ...(isRootOnLinux ? ['--noSandbox'] : []),
    ],
  ];
  return runThrough(...(isHeadless ? onVirtualDisplay(...command) : command), {
    env: {
      ...process.env,
      ELECTRON_EXEC_PATH: electron,
      LAYERLOOM_ENGINE_DEBUG_PORT: ports.engine,
    },
  });
});
