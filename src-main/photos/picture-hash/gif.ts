// The picture data of a GIF (89a): screen, colour tables, and every frame with its timing. Comments and application data are
// ignored, as is the version, which adding a comment changes.
import { type Parts, PartList, Unparsed } from './parts.ts';

const EXTENSION = 0x21, FRAME = 0x2c, TRAILER = 0x3b, CONTROL = 0xf9;

/** @throws {Unparsed} */
export function gifParts(bytes: Buffer): Parts {
  const coded = new PartList(bytes);
  let at = 13 + colourTable(bytes.readUInt8(10));
  coded.add('screen', 6, at);
  let frames = 0;
  for (; at < bytes.length;) {
    const start = at;
    const kind = bytes.readUInt8(at++);
    if (kind === TRAILER) break;
    if (kind === EXTENSION) {
      const label = bytes.readUInt8(at++);
      at = endOfBlocks(bytes, at);
      if (label === CONTROL) coded.add('frames', start, at);
    } else if (kind === FRAME) {
      at += 9 + colourTable(bytes.readUInt8(at + 8));
      at = endOfBlocks(bytes, at + 1); // past the code size
      coded.add('frames', start, at);
      frames++;
    } else if (kind !== 0) throw new Unparsed(`unknown block type ${kind}`);
  }
  if (frames === 0) throw new Unparsed('there is no picture');
  return { coded: coded.parts, shown: [] };
}

/** Size in bytes of the colour table that these flags announce. */
function colourTable(flags: number): number {
  return flags & 0x80 ? 3 << ((flags & 7) + 1) : 0;
}

/** Data is in blocks of up to 255 bytes; the last one is empty. */
function endOfBlocks(bytes: Buffer, from: number): number {
  let at = from;
  for (let size = bytes.readUInt8(at); size > 0; size = bytes.readUInt8(at)) at += 1 + size;
  return at + 1;
}
