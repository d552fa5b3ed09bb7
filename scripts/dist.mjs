// `npm run dist`: installers of this system, by electron-builder. KINDRED_UPDATES_ADDRESS and KINDRED_UPDATES_KEY (docs/releasing.md) give the app an
// address where it may look for newer versions; without them it has none. Plain JavaScript without packages.

import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * What electron-builder is told about updates, as its arguments.
 * @throws if only one of the two is there, or one is not what it should be
 */
export function updateArguments({ KINDRED_UPDATES_ADDRESS: address = '', KINDRED_UPDATES_KEY: key = '' }) {
  if (address === '' && key === '') return [];
  if (address === '' || key === '') throw new Error('expected KINDRED_UPDATES_ADDRESS and KINDRED_UPDATES_KEY together, got only one: an app takes no version that is not signed.');
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') throw new Error(`expected KINDRED_UPDATES_ADDRESS to be an address with https:, got ${address}`);
  if (createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }).asymmetricKeyType !== 'ed25519') throw new Error('expected KINDRED_UPDATES_KEY to be an Ed25519 key: node scripts/sign-update.mjs --new-key');
  const folder = address.endsWith('/') ? address : `${address}/`;
  return [`-c.extraMetadata.updates.address=${folder}`, `-c.extraMetadata.updates.key=${key}`, '-c.publish.provider=generic', `-c.publish.url=${folder}`];
}

if (process.argv[1] === import.meta.filename) {
  const builder = [join(root, 'node_modules/electron-builder/cli.js'), '--publish', 'never', ...process.argv.slice(2), ...updateArguments(process.env)];
  process.exitCode = spawnSync(process.execPath, builder, { cwd: root, stdio: 'inherit' }).status ?? 1;
}
