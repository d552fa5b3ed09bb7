// File names of any bytes. Linux allows every byte in them but two, Node decodes them as UTF-8, and what it could not decode opens nothing. Here such
// bytes become characters of their own, which every text can hold, and become the same bytes again where the file system is called.
// A name that really has such characters is treated as bytes too, so that each name has one form.
import { isUtf8 } from 'node:buffer';
import type { Dirent, Stats } from 'node:fs';
import { type FileHandle, open, readdir, readlink, realpath, stat } from 'node:fs/promises';

/** The part used of Node's functions of the same names. */
export interface FileSystem {
  stat(path: string): Promise<Stats>;
  readdir(path: string, options: { readonly withFileTypes: true }): Promise<Dirent[]>;
  readlink(path: string): Promise<string>;
  realpath(path: string): Promise<string>;
  open(path: string, flags: 'r'): Promise<Pick<FileHandle, 'read' | 'close'>>;
}

/** Bytes 0x80 to 0xff in Unicode's private area, as other programs have them too. */
const FIRST = 0xf700;
const STANDS_FOR_BYTE = /[\uf780-\uf7ff]/;
/** What a decoded name has if it has to be looked at as bytes. */
const IN_DOUBT = /[\ufffd\uf780-\uf7ff]/;
/** The other systems' names are text. */
const ANY_BYTES = process.platform === 'linux';

/** @returns the name in its form here */
export function nameOf(bytes: Buffer): string {
  if (isUtf8(bytes)) {
    const text = bytes.toString();
    if (!STANDS_FOR_BYTE.test(text)) return text;
  }
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes, at);
    const part = bytes.subarray(at, at + length);
    const text = part.toString();
    name += !isUtf8(part) || STANDS_FOR_BYTE.test(text) ? String.fromCharCode(...Array.from(part, (byte) => FIRST + byte)) : text;
    at += length;
  }
  return name;
}

/** @returns the path as the file system knows it */
export function systemPath(path: string): string | Buffer {
  if (!ANY_BYTES || !STANDS_FOR_BYTE.test(path)) return path;
  return Buffer.concat(Array.from(path, (character) => (STANDS_FOR_BYTE.test(character) ? Buffer.from([character.charCodeAt(0) - FIRST]) : Buffer.from(character))));
}

/** The system's calls, with names in their form here. */
export const byBytes: FileSystem = {
  stat: (path) => stat(systemPath(path)),
  readdir: async (path, options) => {
    const entries = await readdir(systemPath(path), options);
    if (!ANY_BYTES || !entries.some(({ name }) => IN_DOUBT.test(name))) return entries;
    const raw = await readdir(systemPath(path), { ...options, encoding: 'buffer' });
    return raw.map((entry) => Object.assign(entry, { name: nameOf(entry.name) }) as unknown as Dirent); // as it is now
  },
  readlink: (path) => readlink(systemPath(path)),
  realpath: async (path) => {
    const real = await realpath(systemPath(path));
    return ANY_BYTES && IN_DOUBT.test(real) ? nameOf(await realpath(systemPath(path), { encoding: 'buffer' })) : real;
  },
  open: (path, flags) => open(systemPath(path), flags)
};

/** Names as Node decoded them, or, where that is in doubt, as `again` reads them as bytes. */
export async function namesOf(names: readonly string[], again: () => Promise<readonly Buffer[]>): Promise<string[]> {
  return ANY_BYTES && names.some((name) => IN_DOUBT.test(name)) ? (await again()).map(nameOf) : [...names];
}

/** A name as it is written into a URI: its bytes, percent-encoded. */
export function encodeName(name: string): string {
  return Array.from(name, (character) => (ANY_BYTES && STANDS_FOR_BYTE.test(character) ? `%${(character.charCodeAt(0) - FIRST).toString(16).toUpperCase()}` : encodeURIComponent(character))).join('');
}

/** Bytes of the character that starts at `at`; 1 if it is none. */
function lengthOf(bytes: Buffer, at: number): number {
  for (const length of [1, 2, 3, 4]) if (at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length))) return length;
  return 1;
}
