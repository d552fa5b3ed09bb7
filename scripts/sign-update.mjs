// `node scripts/sign-update.mjs VERSION FOLDER NOTES`: writes what installed apps read to learn of a version, for each system whose installer is in the folder,
// signed by the key in KINDRED_UPDATES_PRIVATE_KEY (a file). `--new-key FILE` makes a key. Plain JavaScript without packages.

import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BOTH = ['x64', 'arm64'];

/** The files by which an app learns of a version, the only name each may give, whole, and for which processors one is whose name says none. As in src-main/hosts/desktop/updates/signed-version.ts. */
const SYSTEMS = [
  ['kindred-linux-x64.json', 'Kindred[ -]{version}(?:-(x64|x86_64))?\\.AppImage', ['x64']],
  ['kindred-linux-arm64.json', 'Kindred[ -]{version}-(arm64|aarch64)\\.AppImage', []],
  ['kindred-win32.json', 'Kindred[ .-]Setup[ .-]{version}(?:-(x64|arm64))?\\.exe', BOTH],
  ['kindred-darwin.json', 'Kindred[ -]{version}(?:-(x64|arm64|universal))?(?:-mac)?\\.zip', ['x64']]
];

/** The text and its signature, as one JSON document. `file`: its own name. `files`: name, sha512 (Base64) and size of each. `key`: Ed25519, PEM. */
export function signed({ file, version, notes, files }, key) {
  const text = JSON.stringify({ product: 'kindred', for: file, version, notes, files });
  return `${JSON.stringify({ signed: text, signature: sign(null, Buffer.from(text), createPrivateKey(key)).toString('base64') })}\n`;
}

/** The installers among `names` that a system's file may give. @throws if two are for one processor: electron-updater would take either */
function installersOf(names, version, [file, pattern, unnamed]) {
  const whole = new RegExp(`^${pattern.replace('{version}', version.replaceAll('.', '\\.'))}$`);
  const found = names.filter((name) => whole.test(name)).sort();
  const processors = found.flatMap((name) => {
    const named = whole.exec(name)[1];
    return named === 'universal' ? BOTH : named === undefined ? unnamed : [named.startsWith('x') ? 'x64' : 'arm64'];
  });
  if (new Set(processors).size < processors.length) throw new Error(`expected one installer of ${version} for each processor in ${file}, got ${found.join(', ')}: leave one in the folder.`);
  return found;
}

async function fileOf(folder, name) {
  const hash = createHash('sha512');
  for await (const part of createReadStream(join(folder, name))) hash.update(part);
  return { name, sha512: hash.digest('base64'), size: statSync(join(folder, name)).size };
}

/** Writes the files of all systems whose installers are there. @returns their names */
export async function signFolder({ version, folder, notes }, key) {
  const names = readdirSync(folder);
  // all are looked at before any is written
  const systems = SYSTEMS.map((system) => ({ file: system[0], installers: installersOf(names, version, system) })).filter(({ installers }) => installers.length > 0);
  for (const { file, installers } of systems) {
    writeFileSync(join(folder, file), signed({ file, version, notes, files: await Promise.all(installers.map((name) => fileOf(folder, name))) }, key));
  }
  return systems.map(({ file }) => file);
}

if (process.argv[1] === import.meta.filename) {
  const [first, folder, notes] = process.argv.slice(2);
  if (first === '--new-key' && folder) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(folder, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
    console.log(`KINDRED_UPDATES_KEY=${publicKey.export({ format: 'der', type: 'spki' }).toString('base64')}`);
  } else if (first && folder && process.env.KINDRED_UPDATES_PRIVATE_KEY) {
    const written = await signFolder({ version: first, folder, notes: notes ? readFileSync(notes, 'utf8') : '' }, readFileSync(process.env.KINDRED_UPDATES_PRIVATE_KEY, 'utf8'));
    console.log(written.length > 0 ? `Signed: ${written.join(', ')}. Put them beside the installers.` : `There is no installer of ${first} in ${folder}.`);
    process.exitCode = written.length > 0 ? 0 : 1;
  } else {
    console.error('node scripts/sign-update.mjs VERSION FOLDER [NOTES], with KINDRED_UPDATES_PRIVATE_KEY naming the file of the key; or --new-key FILE');
    process.exitCode = 2;
  }
}
