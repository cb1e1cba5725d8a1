// Owns what Windows is told of the app, whichever way it is installed.

export const publisher = 'The Layerloom authors';

/** Where the setup says how it is removed; an MSI says so in a place of its own. */
export const uninstallKey = 'Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Layerloom';

/** What Windows takes for a version: `1.2.3-beta` is 1.2.3.0.
 * @param {string} version */
export function fourNumbers(version) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return `${major}.${minor}.${patch}.0`;
}

/** @typedef {readonly [key: string, name: string, value: string]} Entry  without a name: the value of the key itself */

/** Below `Software` in the registry. Networks open with the app; models only can, whatever opens them now.
 * @param {string} executable  its path, as the installer writes it
 * @returns {Entry[]} */
export function registryEntries(executable) {
  return [
    ['Classes\\.loom', '', 'Layerloom.Network'],
    ['Classes\\.loom\\OpenWithProgids', 'Layerloom.Network', ''],
    ['Classes\\.onnx\\OpenWithProgids', 'Layerloom.Model', ''],
    ...fileType('Layerloom.Network', 'Layerloom network', executable),
    ...fileType('Layerloom.Model', 'ONNX model', executable),
    ['Microsoft\\Windows\\CurrentVersion\\App Paths\\Layerloom.exe', '', executable],
  ];
}

/** @param {string} name
 * @param {string} description
 * @param {string} executable
 * @returns {Entry[]} */
function fileType(name, description, executable) {
  return [
    [`Classes\\${name}`, '', description],
    [`Classes\\${name}\\DefaultIcon`, '', `"${executable}",0`],
    [`Classes\\${name}\\shell\\open\\command`, '', `"${executable}" "%1"`],
  ];
}
