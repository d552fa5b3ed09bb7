// What a feed says of the newest version: a text of JSON and its Ed25519 signature, which is checked before anything of the text is read. No network here.

import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';
import { UpdateRefusal } from './refusal.ts';

/** Large enough for any notes. */
export const MOST_BYTES = 200_000;

const envelope = z.strictObject({ signed: z.string().max(MOST_BYTES), signature: z.base64() });
const version = z.strictObject({
  product: z.literal('kindred'),
  /** The feed's file that says this: one for each system and processor, so that none can stand in for another. */
  for: z.string(),
  version: z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/),
  notes: z.string().max(20_000),
  // a name and no path, so a file beside the feed
  files: z.array(z.strictObject({ name: z.string().regex(/^[\w(][\w .()-]{0,200}$/), sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/), size: z.int().positive() })).min(1).max(16)
});

export type SignedVersion = Readonly<z.infer<typeof version>>;

/** How the installers of each system are called. */
const ENDINGS = { linux: '.AppImage', win32: '.exe', darwin: '.zip' };

/**
 * @param key an Ed25519 public key, SPKI, Base64
 * @param file the name of the feed's file that was asked for
 * @throws {UpdateRefusal} `unsigned` if the text is not signed by that key, is not what it should be, or was signed for another system
 */
export function readSigned(text: string, key: string, file: string): SignedVersion {
  const { signed, signature } = parsed(envelope, text);
  const by = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  if (by.asymmetricKeyType !== 'ed25519') throw new TypeError(`expected an Ed25519 key, got ${by.asymmetricKeyType}`);
  if (!verify(null, Buffer.from(signed), by, Buffer.from(signature, 'base64'))) throw new UpdateRefusal('unsigned', 'Its signature is not by who made this version of Kindred.');
  const said = parsed(version, signed);
  const ending = Object.entries(ENDINGS).find(([platform]) => file.startsWith(`kindred-${platform}`))?.[1];
  if (said.for !== file || ending === undefined || said.files.some(({ name }) => !name.endsWith(ending))) throw new UpdateRefusal('unsigned', `It was signed for another system: ${said.for}, not ${file}.`);
  return said;
}

function parsed<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text.length <= MOST_BYTES ? text : '')); // the schemas bound everything inside
  } catch (error) {
    throw new UpdateRefusal('unsigned', 'What it says of versions cannot be read.', { cause: error });
  }
}
