// Owns `npm run package`: from a checkout to the files a school installs, in dist/.
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildAppFolder, readPackage } from './package/app-folder.mjs';
import { verifyBundle } from './package/bundle.mjs';
import { pack } from './package/formats.mjs';
import { verifyInstallers } from './package/installers.mjs';
import { optionsIn } from './package/options.mjs';
import { electronFor } from './package/runtime.mjs';
import { vcRuntimeFiles } from './package/vc-runtime.mjs';
import { verify } from './package/verify.mjs';
import { prepareBuild } from './prepare/build.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, runEntry, say } from './prepare/step.mjs';

await runEntry(async () => {
  const options = optionsIn(process.argv.slice(2), process);
  const { platform, arch, vcRuntime } = options;
  const libraries = vcRuntime === undefined ? [] : vcRuntimeFiles(vcRuntime, arch);
  await preparePackages();
  const dist = path.join(checkout, 'dist');
  mkdirSync(dist, { recursive: true });
  // Beside what comes of it, so that it only has to be renamed; nothing half made is ever called a package.
  const work = path.join(dist, '.work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
  try {
    const electron = await electronFor(options, work);
    await prepareBuild();
    say('Putting the app together ...');
    const app = await buildAppFolder(options, electron, libraries, work);
    const { version, description } = readPackage(checkout);
    say('Packing ...');
    const made = await pack(app, { ...options, version, description }, work);
    if (options.isVerified) {
      await verify(made[0] ?? '');
      await verifyInstallers();
      await verifyBundle();
    }
    for (const file of made) {
      const to = path.join(dist, path.basename(file));
      renameSync(file, to);
      console.log(`${path.relative(checkout, to)}  ${(statSync(to).size / 1e6).toFixed(1)} MB`);
    }
    if (platform === 'win32' && vcRuntime === undefined)
      say(
        'These are not complete for a clean Windows: the machine needs the Visual C++ runtime, or they need --vc-runtime FOLDER.',
      );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return 0;
});
