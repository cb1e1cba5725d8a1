// Owns `npm run mutate`: changes single places of the code, one at a time, and sees whether a unit test fails. The places
// are a sample: some lines at random of each area, the same for the same seed. Prints what no test noticed, and the share
// of each area that one did. Options: --lines N (of each area) --seed S --seconds S (of all), and the areas.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, runEntry, say, StepFailed } from './prepare/step.mjs';

/** The share of changes that the tests are to notice. */
const aim = 0.8;
/** How many lines in a row are changed: enough for a function, so that many are looked at. */
const stretch = 20;

/** @type {Record<string, string>} */
const folders = {
  state: 'src/renderer/src/state',
  main: 'src/main',
  host: 'src/host',
  data: 'src/shared/data',
  summary: 'src/shared/summary',
  recognise: 'src/shared/recognise',
  document: 'src/shared/document',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lines: { type: 'string', default: '80' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
  },
});

await runEntry(async () => {
  await preparePackages();
  const { Stryker } = await import('@stryker-mutator/core');
  const { xoroshiro128plus } = await import('pure-rand/generator/xoroshiro128plus');
  const { uniformInt } = await import('pure-rand/distribution/uniformInt');
  const generator = xoroshiro128plus(Number(values.seed));
  const upTo = (/** @type {number} */ count) => uniformInt(generator, 0, count - 1);
  const end = Date.now() + Number(values.seconds) * 1000;
  const total = { noticed: 0, all: 0 };

  for (const area of positionals.length > 0 ? positionals : Object.keys(folders)) {
    const folder = folders[area];
    if (!folder)
      throw new StepFailed(`There is no area ${area}; there are ${Object.keys(folders).join(', ')}.`);
    if (Date.now() > end) {
      say(`${area} was not looked at: the time is over.`);
      continue;
    }
    /** @type {unknown} its levels of a log are an enumeration of a package of its own */
    const options = {
      testRunner: 'vitest',
      mutate: sampled(folder, Number(values.lines), upTo),
      reporters: [],
      logLevel: 'error',
      // What a test does in a folder of its own must not be done by two at once.
      concurrency: 1,
      plugins: ['@stryker-mutator/vitest-runner'],
      ignorePatterns: ['out', 'dist', 'test-results'],
    };
    const stryker = new Stryker(/** @type {ConstructorParameters<typeof Stryker>[0]} */ (options));
    const results = await stryker.runMutationTest();
    const counted = results.filter(({ status }) =>
      ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status),
    );
    const missed = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    for (const { fileName, location, mutatorName, replacement = '' } of missed) {
      const place = fileName.slice(fileName.lastIndexOf(folder));
      console.log(
        `${place}:${location.start.line} ${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 80)}`,
      );
    }
    console.log(`${area}: ${told(counted.length - missed.length, counted.length)}`);
    total.noticed += counted.length - missed.length;
    total.all += counted.length;
  }
  console.log(`all: ${told(total.noticed, total.all)} (aim ${aim * 100}%), seed ${values.seed}`);
  return total.noticed >= aim * total.all ? 0 : 1;
});

/** Stretches of the code of a folder, each line as likely as another, as Stryker names them.
 * @param {string} folder
 * @param {number} lines
 * @param {(count: number) => number} upTo a number under it, by chance */
function sampled(folder, lines, upTo) {
  const stretches = readdirSync(path.join(checkout, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing[^/]*$/.test(name))
    .toSorted()
    .map((name) => `${folder}/${name}`)
    .flatMap((file) => {
      const count = readFileSync(path.join(checkout, file), 'utf8').split('\n').length;
      return Array.from({ length: Math.ceil(count / stretch) }, (_, at) => ({
        file,
        first: at * stretch + 1,
        last: Math.min((at + 1) * stretch, count),
      }));
    });
  const chosen = Array.from({ length: Math.ceil(lines / stretch) }, () =>
    stretches.splice(upTo(stretches.length), 1),
  ).flat();
  return chosen.map(({ file, first, last }) => `${file}:${first}-${last}`);
}

/** @param {number} noticed @param {number} all */
function told(noticed, all) {
  return `${noticed} of ${all} changes noticed (${all === 0 ? 0 : Math.round((100 * noticed) / all)}%)`;
}
