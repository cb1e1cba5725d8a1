// Owns `npm start`: prepares everything and opens the app, or plays a forward pass where there is no screen.
import { prepareBuild } from './prepare/build.mjs';
import { prepareElectron } from './prepare/electron-runtime.mjs';
import { preparePackages } from './prepare/packages.mjs';
import {
  checkout,
  diedAtStart,
  isHeadless,
  isRootOnLinux,
  runEntry,
  runThrough,
  runToEnd,
  say,
  startsAgain,
} from './prepare/step.mjs';
import { prepareSystemLibraries } from './prepare/system-libraries.mjs';
import { onVirtualDisplay } from './prepare/virtual-display.mjs';

await runEntry(async () => {
  await preparePackages();
  prepareSystemLibraries();
  const electron = await prepareElectron();
  await prepareBuild();
  if (isHeadless) {
    say('There is no screen here: playing a forward pass in the real window on a virtual one.');
    return runThrough(...onVirtualDisplay(process.execPath, ['scripts/forward-pass.mjs', electron]));
  }
  const flags = isRootOnLinux ? ['--no-sandbox'] : [];
  const start = () => runToEnd(electron, [...flags, checkout, ...process.argv.slice(2)]);
  const end = await start();
  if (!diedAtStart(end)) return end.code ?? 1;
  say(startsAgain);
  return (await start()).code ?? 1;
});
