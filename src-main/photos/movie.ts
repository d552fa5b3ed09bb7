// The moving part of a Live Photo by itself: Apple's cameras write the id of the still picture into its movie, whatever the two files are called later.
// QuickTime file format: https://developer.apple.com/documentation/quicktime-file-format
import type { FileCalls } from './file-calls.ts';

/** Such a movie takes three seconds; a longer file is a video by its own right, and not opened. */
export const MOST_BYTES = 32 * 2 ** 20;
const MOST_MOOV = 2 ** 20;
/** Boxes on the way to `moov`: `ftyp`, `wide`, `mdat`, and some that are free. */
const MOST_BOXES = 16;
const KEY = 'com.apple.quicktime.content.identifier';
const HEAD = 16;

interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The content identifier in a movie, which the Live Photo it belongs to has in its maker note (`momentOf`).
 * Reads a few bytes of each box, and the one that describes the movie.
 * @param path absolute @returns `null` where there is none, or the file is no such movie @throws what opening and reading it throws
 */
export async function contentIdOfMovie(path: string, { calls, signal }: { readonly calls: FileCalls; readonly signal: AbortSignal | undefined }): Promise<string | null> {
  const { size } = await calls.stat(path, { signal });
  if (size > MOST_BYTES) return null;
  const file = await calls.open(path);
  const read = async (start: number, length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await calls.wait(path, () => file.read(bytes, 0, length, start), { signal });
    return bytes.subarray(0, bytesRead);
  };
  try {
    for (let [at, boxes] = [0, 0]; at + 8 <= size && boxes < MOST_BOXES; boxes++) {
      const box = boxAt(await read(at, HEAD), 0, size - at);
      if (box === null) return null;
      if (box.type === 'moov') return box.end > MOST_MOOV ? null : contentIdOf(await read(at, box.end));
      at += box.end;
    }
    return null;
  } finally {
    void calls.wait(path, () => file.close()).catch(() => undefined); // nothing was written to it
  }
}

/** @param moov the whole box */
function contentIdOf(moov: Buffer): string | null {
  const meta = boxesIn(moov, 8, moov.length).find(({ type }) => type === 'meta');
  if (meta === undefined) return null;
  // in MPEG-4 it begins with a version, in QuickTime with its first box
  const isPlain = moov.toString('latin1', meta.start + 4, meta.start + 8) === 'hdlr';
  const boxes = boxesIn(moov, isPlain ? meta.start : meta.start + 4, meta.end);
  const [keys, values] = ['keys', 'ilst'].map((name) => boxes.find(({ type }) => type === name));
  if (keys === undefined || values === undefined) return null;
  const index = 1 + boxesIn(moov, keys.start + 8, keys.end).findIndex(({ start, end }) => moov.toString('latin1', start, end) === KEY);
  if (index === 0) return null;
  const item = boxesIn(moov, values.start, values.end).find(({ start }) => moov.readUInt32BE(start - 4) === index);
  const data = item && boxesIn(moov, item.start, item.end).find(({ type }) => type === 'data');
  if (data === undefined) return null;
  const id = moov.toString('latin1', data.start + 8, data.end); // after its type and language
  return /^[\w-]{8,64}$/.test(id) ? id : null;
}

function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const box = boxAt(bytes, at, to);
    if (box === null) break;
    boxes.push(box);
    at = box.end;
  }
  return boxes;
}

/** The box at `at`, which ends at `to` at the latest; `null` if it claims otherwise. */
function boxAt(bytes: Buffer, at: number, to: number): Box | null {
  if (at + 8 > bytes.length) return null;
  const small = bytes.readUInt32BE(at);
  const isLarge = small === 1;
  if (isLarge && at + 16 > bytes.length) return null;
  const length = isLarge ? Number(bytes.readBigUInt64BE(at + 8)) : small === 0 ? to - at : small;
  const head = isLarge ? 16 : 8;
  if (length < head || at + length > to) return null;
  return { type: bytes.toString('latin1', at + 4, at + 8), start: at + head, end: at + length };
}
