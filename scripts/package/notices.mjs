// Owns the list of packages whose code is in the app, each with its licence.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { StepFailed, checkout } from '../prepare/step.mjs';

/** What is loaded beside the bundles. */
const beside = ['onnxruntime-node', 'onnxruntime-common'];

/** As the build noted them in out/, so that none is forgotten and none is named in vain. */
export function thirdPartyNotices() {
  const bundled = ['main', 'preload', 'renderer'].flatMap(namesIn);
  const names = [...new Set([...bundled, ...beside])].sort();
  return names.map(noticeOf).join(`\n${'-'.repeat(78)}\n\n`);
}

/** @param {string} part
 * @returns {string[]} */
function namesIn(part) {
  const file = path.join(checkout, 'out', part, 'packages.json');
  if (!existsSync(file)) throw new StepFailed(`${file} is missing: remove out/ and build again.`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** @param {string} name */
function noticeOf(name) {
  const folder = path.join(checkout, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const text = readdirSync(folder).find((file) => /^(licen[cs]e|copying|ofl)(\.\w+)?$/i.test(file));
  if (!license && !text)
    throw new StepFailed(`The package ${name} names no licence, so it cannot be passed on.`);
  const words = text ? readFileSync(path.join(folder, text), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version}${license ? ` (${license})` : ''}\n\n${words}\n`;
}
