// `node scripts/sign-update.mjs VERSION FOLDER NOTES`: writes what installed apps read to learn of a version, for each system whose installer is in the folder,
// signed by the key in KINDRED_UPDATES_PRIVATE_KEY (a file). `--new-key FILE` makes a key. Plain JavaScript without packages.

import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files by which an app learns of a version, and the installers each may name. As in src-main/hosts/desktop/updates/signed-feed.ts. */
const SYSTEMS = [
  ['kindred-linux-x64.json', (name) => name.endsWith('.AppImage') && !name.includes('arm64')],
  ['kindred-linux-arm64.json', (name) => name.endsWith('arm64.AppImage')],
  ['kindred-win32.json', (name) => /\bSetup\b.*\.exe$/.test(name)],
  ['kindred-darwin.json', (name) => name.endsWith('.zip')]
];

/** The text and its signature, as one JSON document. `files`: name, sha512 (Base64) and size of each. `key`: Ed25519, PEM. */
export function signed({ version, notes, files }, key) {
  const text = JSON.stringify({ product: 'kindred', version, notes, files });
  return `${JSON.stringify({ signed: text, signature: sign(null, Buffer.from(text), createPrivateKey(key)).toString('base64') })}\n`;
}

async function fileOf(folder, name) {
  const hash = createHash('sha512');
  for await (const part of createReadStream(join(folder, name))) hash.update(part);
  return { name, sha512: hash.digest('base64'), size: statSync(join(folder, name)).size };
}

/** Writes the files of all systems whose installers are there. @returns their names */
export async function signFolder({ version, folder, notes }, key) {
  const names = readdirSync(folder);
  const written = [];
  for (const [file, belongs] of SYSTEMS) {
    const files = await Promise.all(names.filter((name) => name.includes(version) && belongs(name)).map((name) => fileOf(folder, name)));
    if (files.length === 0) continue;
    writeFileSync(join(folder, file), signed({ version, notes, files }, key));
    written.push(file);
  }
  return written;
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
