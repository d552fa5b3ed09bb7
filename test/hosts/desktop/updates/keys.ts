// A key of the tests, and what it signs. Not a test.
import { createHash, generateKeyPairSync } from 'node:crypto';

interface Version {
  /** The feed's file that says it. */
  readonly file: string;
  readonly version: string;
  readonly notes: string;
  readonly files: readonly object[];
}

// scripts are plain JavaScript
const script = async <T>(name: string): Promise<T> => (await import(new URL(`../../../../scripts/${name}`, import.meta.url).href)) as T;
const { signed, signFolder } = await script<{ signed(version: Version, key: string): string; signFolder(what: { readonly version: string; readonly folder: string; readonly notes: string }, key: string): Promise<string[]> }>('sign-update.mjs');
export { signFolder };
export const { updateArguments } = await script<{ updateArguments(env: Readonly<Record<string, string>>): string[] }>('dist.mjs');

export function newKey(): { readonly secret: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { secret: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') };
}

export const fileOf = (name: string, bytes: string): { name: string; sha512: string; size: number } => ({ name, sha512: createHash('sha512').update(bytes).digest('base64'), size: Buffer.byteLength(bytes) });

export const signedBy = (secret: string, version: Version): string => signed(version, secret);
