// Small photos on disk, identified by the number at the end of their name, and what may happen to them outside the app: edited metadata,
// new names, new folders.

import { mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import sharp from 'sharp';

/** Writes photo `number`, whose picture is no other number's. */
export async function writePicture(folder: string, number: number): Promise<void> {
  const side = 48;
  const pixels = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const cell = (x >> 4) + 3 * (y >> 4);
      for (let channel = 0; channel < 3; channel++) pixels[(y * side + x) * 3 + channel] = ((number * 37 + cell * (11 + number) + channel * 71) * 29) % 256;
    }
  }
  await mkdir(folder, { recursive: true });
  await sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).jpeg({ quality: 90 }).toFile(join(folder, `p${number}.jpg`));
}

export function numberOf(path: string): number {
  const [, digits] = /p(\d+)\.jpg$/.exec(path) ?? [];
  if (digits === undefined) throw new Error(`expected a path that ends with p<number>.jpg, got ${path}`);
  return Number(digits);
}

/** The photos below a folder, absolute. */
export async function picturesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)).sort();
}

/** As a tool that writes a keyword: other bytes, another time, the same picture. `note` tells one edit from the next. */
export async function editMetadata(path: string, note: string): Promise<void> {
  const bytes = await readFile(path);
  const text = Buffer.from(`keyword ${note}`);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]); // a comment segment, right after the start of the image
  await writeFile(path, Buffer.concat([bytes.subarray(0, 2), head, text, bytes.subarray(2)]));
  await utimes(path, new Date(), new Date());
}

/** Another name in another folder below the same root. */
export async function renamePicture(root: string, path: string, step: number): Promise<void> {
  const to = join(root, `moved ${step % 3}`, `${step}-${/p\d+\.jpg$/.exec(basename(path))?.[0] ?? ''}`);
  await mkdir(dirname(to), { recursive: true });
  await rename(path, to);
}
