// How much of a PNG's picture is in a file that ends early (PNG, third edition, 10 and 11.2.1): libvips fills the rest with what its buffers hold, so that it cannot
// be seen. Nothing is decoded but the compression, a piece at a time.
import { createInflate } from 'node:zlib';

const SIGNATURE = 8;
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** 0 … 1; of an interlaced picture, of its data. @param bytes the whole file, which has a header */
export async function partOfPng(bytes: Buffer): Promise<number> {
  const at = SIGNATURE + 8;
  const [width, height, depth, colour] = [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4), bytes[at + 8] ?? 8, bytes[at + 9] ?? 2];
  const whole = height * (1 + Math.ceil((width * depth * (SAMPLES[colour] ?? 3)) / 8));
  const inflate = createInflate();
  let there = 0;
  try {
    inflate.on('data', (piece: Buffer) => (there += piece.length));
    await new Promise<void>((resolve) => {
      inflate.on('error', () => resolve()); // it ends early
      inflate.on('end', resolve);
      for (const piece of dataOf(bytes)) inflate.write(piece);
      inflate.end();
    });
  } finally {
    inflate.destroy();
  }
  return Math.min(1, there / whole);
}

/** What the chunks of picture data hold; the last one may end early. */
function* dataOf(bytes: Buffer): Generator<Buffer> {
  for (let at = SIGNATURE; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') yield bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length));
    at += 12 + length;
  }
}
