// Owns what macOS reads in the bundle: names, icon, kinds of files, and which archive belongs to it.
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, parse } from 'plist';
import { StepFailed } from '../prepare/step.mjs';
import { macIcon } from './icons.mjs';

/** @typedef {{ [key: string]: import('plist').PlistValue }} Info  what an Info.plist says */

const identifier = 'com.electron.layerloom';
const icon = 'layerloom.icns';

/** Networks are the app's own; models it can open, whatever opens them now. */
const kindsOfFiles = {
  CFBundleDocumentTypes: [
    {
      CFBundleTypeName: 'Layerloom network',
      CFBundleTypeRole: 'Editor',
      LSHandlerRank: 'Owner',
      LSItemContentTypes: [`${identifier}.network`],
      CFBundleTypeIconFile: icon,
    },
    {
      CFBundleTypeName: 'ONNX model',
      CFBundleTypeRole: 'Editor',
      LSHandlerRank: 'Alternate',
      CFBundleTypeExtensions: ['onnx'],
    },
  ],
  UTExportedTypeDeclarations: [
    {
      UTTypeIdentifier: `${identifier}.network`,
      UTTypeDescription: 'Layerloom network',
      UTTypeConformsTo: ['public.data'],
      UTTypeIconFile: icon,
      UTTypeTagSpecification: { 'public.filename-extension': ['loom'] },
    },
  ],
};

/** @param {string} bundle
 * @param {{ version: string, archiveHash: string }} dress */
export async function dressBundle(bundle, { version, archiveHash }) {
  const contents = path.join(bundle, 'Contents');
  for (const helper of renameHelpers(path.join(contents, 'Frameworks')))
    changeInfo(helper, (info) => ({ ...info, ...namesOf(path.basename(helper, '.app'), version) }));
  renameSync(path.join(contents, 'MacOS/Electron'), path.join(contents, 'MacOS/Layerloom'));
  changeInfo(bundle, (info) => {
    rmSync(path.join(contents, 'Resources', String(info.CFBundleIconFile)), { force: true });
    return infoOf(info, version, archiveHash);
  });
  writeFileSync(path.join(contents, 'Resources', icon), await macIcon());
}

/** @param {Info} info  as Electron has it
 * @param {string} version
 * @param {string} archiveHash
 * @returns {Info} */
export function infoOf(info, version, archiveHash) {
  return {
    ...info,
    ...namesOf('Layerloom', version),
    ...kindsOfFiles,
    CFBundleIconFile: icon,
    LSApplicationCategoryType: 'public.app-category.education',
    ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256', hash: archiveHash } },
  };
}

/** `Layerloom`, or one of its helpers: `Layerloom Helper (GPU)`. All helpers but the first have its identifier.
 * @param {string} name
 * @param {string} version */
function namesOf(name, version) {
  return {
    CFBundleName: name,
    CFBundleDisplayName: name,
    CFBundleExecutable: name,
    CFBundleIdentifier: name === 'Layerloom' ? identifier : `${identifier}.helper`,
    CFBundleShortVersionString: version,
    CFBundleVersion: version,
  };
}

/** Electron looks for helpers by the name of the bundle.
 * @param {string} frameworks
 * @returns {string[]} their new bundles */
function renameHelpers(frameworks) {
  const names = readdirSync(frameworks).filter((name) => /^Electron Helper.*\.app$/.test(name));
  if (names.length === 0) throw new StepFailed(`${frameworks} has no Electron Helper.app.`);
  return names.map((name) => {
    const renamed = name.replace('Electron', 'Layerloom');
    const programs = path.join(frameworks, name, 'Contents/MacOS');
    renameSync(
      path.join(programs, path.basename(name, '.app')),
      path.join(programs, path.basename(renamed, '.app')),
    );
    renameSync(path.join(frameworks, name), path.join(frameworks, renamed));
    return path.join(frameworks, renamed);
  });
}

/** @param {string} bundle
 * @param {(info: Info) => Info} change */
function changeInfo(bundle, change) {
  const file = path.join(bundle, 'Contents/Info.plist');
  const info = /** @type {Info} */ (parse(readFileSync(file, 'utf8')));
  writeFileSync(file, build(change(info)));
}
