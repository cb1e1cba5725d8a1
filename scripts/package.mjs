// Owns `npm run package`: from a checkout to the files a school installs, in dist/.
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildAppFolder, readPackage } from './package/app-folder.mjs';
import { buildDeb } from './package/deb.mjs';
import { optionsIn } from './package/options.mjs';
import { electronFor } from './package/runtime.mjs';
import { buildTarball } from './package/tarball.mjs';
import { verify } from './package/verify.mjs';
import { prepareBuild } from './prepare/build.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, runEntry, say } from './prepare/step.mjs';

await runEntry(async () => {
  const options = optionsIn(process.argv.slice(2), process);
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
    const app = await buildAppFolder(options, electron, work);
    const { version, description } = readPackage(checkout);
    const about = { ...options, version, description };
    say('Packing ...');
    const made = [buildDeb(app, about, work), buildTarball(app, about, work)];
    if (options.isVerified) await verify(made[0] ?? '');
    for (const file of made) {
      const to = path.join(dist, path.basename(file));
      renameSync(file, to);
      console.log(`${path.relative(checkout, to)}  ${(statSync(to).size / 1e6).toFixed(1)} MB`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return 0;
});
