// What a feed says is believed only if it is signed by the key that the app was packed with.
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UpdateRefusal } from '../../../../src-main/hosts/desktop/updates/refusal.ts';
import { readSigned, type SignedVersion } from '../../../../src-main/hosts/desktop/updates/signed-version.ts';
import { fileOf, newKey, signedBy, signFolder, updateArguments } from './keys.ts';

const { secret, key } = newKey();
const good = { version: '1.2.3', notes: 'Faster <b>maps</b>', files: [fileOf('Kindred-1.2.3.AppImage', 'program')] };
const file = 'kindred-linux-x64.json';
const text = signedBy(secret, { file, ...good });
const read = (said: string, as = file, by = key): SignedVersion => readSigned(said, by, as);
/** Signed as it should be, whatever it is. */
const signedAs = (said: unknown): string => {
  const inner = typeof said === 'string' ? said : JSON.stringify(said);
  return JSON.stringify({ signed: inner, signature: sign(null, Buffer.from(inner), createPrivateKey(secret)).toString('base64') });
};

describe('what a feed says', () => {
  it('is read when it is signed, notes as the text they are', () => {
    expect(read(text)).toEqual({ product: 'kindred', for: file, ...good });
  });

  it('is refused when a single character differs, or the signature is missing, of another key, or of nothing', () => {
    const { signed, signature } = JSON.parse(text) as { signed: string; signature: string };
    const forged = [
      { signed: signed.replace('1.2.3', '1.2.4'), signature }, { signed: signed.replace('Faster', 'Slower'), signature }, { signed: `${signed} `, signature },
      { signed, signature: signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }, { signed, signature: '' }, { signed },
      JSON.parse(signedBy(newKey().secret, { file, ...good })) as object, { signed, signature, more: 1 }
    ];
    for (const one of [...forged.map((each) => JSON.stringify(each)), '', '{', 'null', '<html>', `${text}${' '.repeat(300_000)}`]) {
      expect(() => read(one), one.slice(0, 80)).toThrow(expect.objectContaining({ name: 'UpdateRefusal', fault: 'unsigned' }) as UpdateRefusal);
    }
  });

  it('names files beside it and no others, even when it is signed', () => {
    const kindred = { product: 'kindred', for: file, ...good };
    expect(read(signedAs(kindred)).version).toBe('1.2.3');
    const installer = good.files[0]!;
    for (const wrong of [
      { ...kindred, product: 'other' }, { ...kindred, version: 'latest' }, { ...kindred, files: [] },
      ...['../evil.AppImage', 'https://evil.example/x.AppImage', 'a/b.AppImage', 'a\\b.AppImage', '-x.AppImage', '.x.AppImage', ''].map((name) => ({ ...kindred, files: [{ ...installer, name }] })),
      { ...kindred, files: [{ ...installer, sha512: 'short' }] }, { ...kindred, files: [{ ...installer, size: 0 }] }, 'no JSON'
    ]) expect(() => read(signedAs(wrong)), JSON.stringify(wrong)).toThrow(UpdateRefusal);
  });

  it('is for one system and processor, whatever name it is given', () => {
    const of = (name: string): object[] => [fileOf(name, 'program')];
    for (const [asked, name] of [[file, 'K.AppImage'], ['kindred-linux-arm64.json', 'K-arm64.AppImage'], ['kindred-win32.json', 'K Setup.exe'], ['kindred-darwin.json', 'K.zip']] as const) {
      expect(read(signedBy(secret, { ...good, file: asked, files: of(name) }), asked).for).toBe(asked);
    }
    for (const asked of ['kindred-linux-arm64.json', 'kindred-win32.json', 'kindred-darwin.json', 'kindred-linux-x64.json.old']) {
      expect(() => read(text, asked), asked).toThrow(expect.objectContaining({ fault: 'unsigned' }) as UpdateRefusal);
    }
    for (const files of [of('K.exe'), of('K.deb'), of('K.AppImage.exe'), [...of('K.AppImage'), ...of('K.zip')]]) expect(() => read(signedBy(secret, { ...good, file, files })), JSON.stringify(files)).toThrow('another system');
    expect(() => read(signedAs({ product: 'kindred', ...good }))).toThrow(UpdateRefusal); // for none
  });

  it('cannot be signed by a key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(() => read(text, file, rsa)).toThrow('expected an Ed25519 key');
  });
});

describe('releasing', () => {
  it('makes a key, signs the installers in a folder, and the app believes it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kindred-sign-'));
    const script = join(import.meta.dirname, '../../../../scripts/sign-update.mjs');
    const run = (args: string[], env: object = {}): string => execFileSync(process.execPath, [script, ...args], { encoding: 'utf8', env: { ...process.env, ...env } });
    const made = /KINDRED_UPDATES_KEY=(\S+)/.exec(run(['--new-key', join(folder, 'key.pem')]))![1]!;
    if (process.platform !== 'win32') expect(statSync(join(folder, 'key.pem')).mode & 0o077).toBe(0);
    for (const name of ['Kindred-9.0.0.AppImage', 'Kindred Setup 9.0.0.exe', 'Kindred 9.0.0.exe', 'Kindred-9.0.0-universal-mac.zip', 'Kindred-8.0.0.AppImage', 'Kindred-19.0.0.AppImage', 'Kindred-9.0.0-beta.1.AppImage', 'Kindred-9.0.01.AppImage', 'Kindred-9x0.0.AppImage', 'Kindred Setup 9.0.0.1.exe', 'old Kindred-9.0.0-mac.zip']) writeFileSync(join(folder, name), name);
    writeFileSync(join(folder, 'notes.txt'), 'New.');
    expect(run(['9.0.0', folder, join(folder, 'notes.txt')], { KINDRED_UPDATES_PRIVATE_KEY: join(folder, 'key.pem') })).toContain('kindred-linux-x64.json, kindred-win32.json, kindred-darwin.json');
    const names = ['kindred-linux-x64.json', 'kindred-win32.json', 'kindred-darwin.json'].map((file) => readSigned(readFileSync(join(folder, file), 'utf8'), made, file).files.map(({ name }) => name));
    expect(names).toEqual([['Kindred-9.0.0.AppImage'], ['Kindred Setup 9.0.0.exe'], ['Kindred-9.0.0-universal-mac.zip']]);
    expect(readSigned(readFileSync(join(folder, 'kindred-win32.json'), 'utf8'), made, 'kindred-win32.json')).toMatchObject({ version: '9.0.0', notes: 'New.', files: [fileOf('Kindred Setup 9.0.0.exe', 'Kindred Setup 9.0.0.exe')] });
    rmSync(folder, { recursive: true });
  });

  it('signs one installer for each processor, and nothing when there are two', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kindred-sign-'));
    const put = (...names: string[]): Promise<string[]> => {
      for (const name of names) writeFileSync(join(folder, name), name);
      return signFolder({ version: '1.2.3', folder, notes: '' }, secret);
    };
    expect(await put('Kindred-1.2.3.AppImage', 'Kindred-1.2.3-arm64.AppImage', 'Kindred-1.2.3-mac.zip', 'Kindred-1.2.3-arm64-mac.zip')).toEqual(['kindred-linux-x64.json', 'kindred-linux-arm64.json', 'kindred-darwin.json']);
    const written = (name: string): string[] => readSigned(readFileSync(join(folder, name), 'utf8'), key, name).files.map((one) => one.name);
    expect([written('kindred-linux-x64.json'), written('kindred-linux-arm64.json'), written('kindred-darwin.json')]).toEqual([['Kindred-1.2.3.AppImage'], ['Kindred-1.2.3-arm64.AppImage'], ['Kindred-1.2.3-arm64-mac.zip', 'Kindred-1.2.3-mac.zip']]);
    for (const [more, file] of [['Kindred-1.2.3-x86_64.AppImage', 'kindred-linux-x64'], ['Kindred-1.2.3-universal-mac.zip', 'kindred-darwin'], ['Kindred-1.2.3.zip', 'kindred-darwin']] as const) {
      rmSync(join(folder, 'kindred-linux-x64.json'), { force: true });
      await expect(put(more), more).rejects.toThrow(`in ${file}.json`);
      expect(existsSync(join(folder, 'kindred-linux-x64.json'))).toBe(false);
      rmSync(join(folder, more));
    }
    await expect(put('Kindred Setup 1.2.3.exe', 'Kindred Setup 1.2.3-arm64.exe')).rejects.toThrow('kindred-win32.json');
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
