// Owns `npm run loom`: prepares the packages and the build, then becomes the command line program itself.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareBuild } from './prepare/build.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, runEntry } from './prepare/step.mjs';

const program = path.join(checkout, 'out/main/loom.js');

await runEntry(async () => {
  await preparePackages();
  await prepareBuild();
  return undefined;
});
if (!process.exitCode) {
  process.argv[1] = program;
  await import(pathToFileURL(program).href);
}
