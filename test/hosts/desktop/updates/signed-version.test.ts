// What a feed says is believed only if it is signed by the key that the app was packed with.
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UpdateRefusal } from '../../../../src-main/hosts/desktop/updates/refusal.ts';
import { readSigned } from '../../../../src-main/hosts/desktop/updates/signed-version.ts';
import { fileOf, newKey, signedBy, updateArguments } from './keys.ts';

const { secret, key } = newKey();
const good = { version: '1.2.3', notes: 'Faster <b>maps</b>', files: [fileOf('Kindred-1.2.3.AppImage', 'program')] };
const text = signedBy(secret, good);
/** Signed as it should be, whatever it is. */
const signedAs = (said: unknown): string => {
  const inner = typeof said === 'string' ? said : JSON.stringify(said);
  return JSON.stringify({ signed: inner, signature: sign(null, Buffer.from(inner), createPrivateKey(secret)).toString('base64') });
};

describe('what a feed says', () => {
  it('is read when it is signed, notes as the text they are', () => {
    expect(readSigned(text, key)).toEqual({ product: 'kindred', ...good });
  });

  it('is refused when a single character differs, or the signature is missing, of another key, or of nothing', () => {
    const { signed, signature } = JSON.parse(text) as { signed: string; signature: string };
    const forged = [
      { signed: signed.replace('1.2.3', '1.2.4'), signature }, { signed: signed.replace('Faster', 'Slower'), signature }, { signed: `${signed} `, signature },
      { signed, signature: signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }, { signed, signature: '' }, { signed },
      JSON.parse(signedBy(newKey().secret, good)) as object, { signed, signature, more: 1 }
    ];
    for (const one of [...forged.map((each) => JSON.stringify(each)), '', '{', 'null', '<html>', `${text}${' '.repeat(300_000)}`]) {
      expect(() => readSigned(one, key), one.slice(0, 80)).toThrow(expect.objectContaining({ name: 'UpdateRefusal', fault: 'unsigned' }) as UpdateRefusal);
    }
  });

  it('names files beside it and no others, even when it is signed', () => {
    expect(readSigned(signedAs({ product: 'kindred', ...good }), key).version).toBe('1.2.3');
    const file = good.files[0]!;
    for (const wrong of [
      { ...good, product: 'other' }, { product: 'kindred', ...good, version: 'latest' }, { product: 'kindred', ...good, files: [] },
      ...['../evil.AppImage', 'https://evil.example/x', 'a/b', 'a\\b', '-x', '.x', ''].map((name) => ({ product: 'kindred', ...good, files: [{ ...file, name }] })),
      { product: 'kindred', ...good, files: [{ ...file, sha512: 'short' }] }, { product: 'kindred', ...good, files: [{ ...file, size: 0 }] }, 'no JSON'
    ]) expect(() => readSigned(signedAs(wrong), key), JSON.stringify(wrong)).toThrow(UpdateRefusal);
  });

  it('cannot be signed by a key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(() => readSigned(text, rsa)).toThrow('expected an Ed25519 key');
  });
});

describe('releasing', () => {
  it('makes a key, signs the installers in a folder, and the app believes it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kindred-sign-'));
    const script = join(import.meta.dirname, '../../../../scripts/sign-update.mjs');
    const run = (args: string[], env: object = {}): string => execFileSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
    const made = /KINDRED_UPDATES_KEY=(\S+)/.exec(run(['--new-key', join(folder, 'key.pem')]))![1]!;
    if (process.platform !== 'win32') expect(statSync(join(folder, 'key.pem')).mode & 0o077).toBe(0);
    for (const name of ['Kindred-9.0.0.AppImage', 'Kindred Setup 9.0.0.exe', 'Kindred 9.0.0.exe', 'Kindred-9.0.0-universal-mac.zip', 'Kindred-8.0.0.AppImage']) writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, 'notes.txt'), 'New.');
    expect(run(['9.0.0', folder, join(folder, 'notes.txt')], { KINDRED_UPDATES_PRIVATE_KEY: join(folder, 'key.pem') })).toContain('kindred-linux-x64.json, kindred-win32.json, kindred-darwin.json');
    const names = ['kindred-linux-x64.json', 'kindred-win32.json', 'kindred-darwin.json'].map((file) => readSigned(readFileSync(join(folder, file), 'utf8'), made).files.map(({ name }) => name));
    expect(names).toEqual([['Kindred-9.0.0.AppImage'], ['Kindred Setup 9.0.0.exe'], ['Kindred-9.0.0-universal-mac.zip']]);
    expect(readSigned(readFileSync(join(folder, 'kindred-win32.json'), 'utf8'), made)).toMatchObject({ version: '9.0.0', notes: 'New.', files: [fileOf('Kindred Setup 9.0.0.exe', 'Kindred Setup 9.0.0.exe')] });
    rmSync(folder, { recursive: true });
  });

  it('packs an address only with a key, and only a secure one', () => {
    expect(updateArguments({})).toEqual([]);
    expect(updateArguments({ KINDRED_UPDATES_ADDRESS: 'https://example.com/kindred', KINDRED_UPDATES_KEY: key })).toEqual([
      '-c.extraMetadata.updates.address=https://example.com/kindred/', `-c.extraMetadata.updates.key=${key}`, '-c.publish.provider=generic', '-c.publish.url=https://example.com/kindred/'
    ]);
    expect(() => updateArguments({ KINDRED_UPDATES_ADDRESS: 'https://example.com/' })).toThrow('together');
    expect(() => updateArguments({ KINDRED_UPDATES_ADDRESS: 'http://example.com/', KINDRED_UPDATES_KEY: key })).toThrow('https:');
    expect(() => updateArguments({ KINDRED_UPDATES_ADDRESS: 'https://example.com/', KINDRED_UPDATES_KEY: 'AAAA' })).toThrow();
  });
});
