// Which installations look for newer versions at all.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { feedOf, type Installation } from '../../../../src-main/hosts/desktop/updates/feed.ts';

const feed = { address: 'https://example.com/kindred/', key: 'AAAA' };
let folder: string;
let one: Installation;
const packed = (name: string, content: object): string => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'package.json'), JSON.stringify(content));
  return join(folder, name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kindred-feed-'));
  mkdirSync(join(folder, 'programs'));
  for (const at of ['Kindred.AppImage', 'app-update.yml']) writeFileSync(join(folder, 'programs', at), 'provider: generic\npublisherName:\n  - Somebody\n');
  one = { packaged: true, folder: packed('with', { version: '1.0.0', updates: feed }), resources: join(folder, 'programs'), platform: 'linux', env: { APPIMAGE: join(folder, 'programs/Kindred.AppImage'), APPDIR: folder } };
});
afterAll(() => rmSync(folder, { recursive: true }));

it('an installation that was given an address and can replace itself', () => {
  expect(feedOf(one)).toEqual(feed);
  expect(feedOf({ ...one, platform: 'win32', env: {} })).toEqual(feed);
  expect(feedOf({ ...one, platform: 'darwin', env: {} })).toEqual(feed);
});

it('none that runs from its sources, was given no address, or belongs to the system’s packages', () => {
  expect(feedOf({ ...one, packaged: false })).toBeNull();
  expect(feedOf({ ...one, folder: packed('without', { version: '1.0.0' }) })).toBeNull();
  expect(feedOf({ ...one, env: {} })).toBeNull(); // deb and rpm
  expect(feedOf({ ...one, platform: 'win32', env: { PORTABLE_EXECUTABLE_FILE: 'E:\\Kindred.exe' } })).toBeNull();
  expect(feedOf({ ...one, platform: 'darwin', resources: folder })).toBeNull(); // without what electron-builder writes
  expect(feedOf({ ...one, env: { ...one.env, APPIMAGE: join(folder, 'gone') } })).toBeNull();
});

it('none that another program’s AppImage started: that one would be replaced', () => {
  mkdirSync(join(folder, 'mounted'));
  mkdirSync(join(folder, 'prog'));
  const { APPIMAGE } = one.env;
  for (const APPDIR of [undefined, '', '.', join(folder, 'mounted'), join(folder, 'prog'), join(folder, 'programs'), join(folder, 'gone')]) expect(feedOf({ ...one, env: { APPIMAGE, APPDIR } }), APPDIR).toBeNull();
  expect(feedOf({ ...one, env: { APPIMAGE, APPDIR: join(folder, 'mounted/..') } })).toEqual(feed);
});

it('none on Windows whose build was not signed: electron-updater would not look at the signature of what it gets', () => {
  mkdirSync(join(folder, 'unsigned'));
  writeFileSync(join(folder, 'unsigned/app-update.yml'), 'provider: generic\n');
  expect(feedOf({ ...one, platform: 'win32', env: {}, resources: join(folder, 'unsigned') })).toBeNull();
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('no AppImage that it could not replace', () => {
  chmodSync(join(folder, 'programs'), 0o500);
  expect(feedOf(one)).toBeNull();
  chmodSync(join(folder, 'programs'), 0o700);
});

it('an address that is not secure is a fault of the build', () => {
  expect(() => feedOf({ ...one, folder: packed('plain', { updates: { ...feed, address: 'http://example.com/' } }) })).toThrow();
  expect(() => feedOf({ ...one, folder: packed('open', { updates: { address: feed.address } }) })).toThrow();
});
