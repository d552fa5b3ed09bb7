// The picture data of a PNG (third edition): header, palette, transparency and the compressed rows, however those are split
// into chunks. An animation is more than its first frame, so all frames count.
import { type Parts, PartList, Unparsed } from './parts.ts';

const CODED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'acTL']);
/** Chunks whose first four bytes are a sequence number, which is not part of the picture. */
const NUMBERED = new Set(['fcTL', 'fdAT']);
const SHOWN = new Set(['gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP']);

/** @throws {Unparsed} */
export function pngParts(bytes: Buffer): Parts {
  const coded = new PartList(bytes);
  const shown = new PartList(bytes);
  let rows = false;
  for (let at = 8; at + 8 <= bytes.length;) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') break;
    const start = at + 8;
    const end = start + bytes.readUInt32BE(at);
    if (CODED.has(type)) coded.add(type, start, end);
    else if (NUMBERED.has(type)) coded.add(type, start + 4, end);
    else if (SHOWN.has(type)) shown.add(type, start, end);
    rows ||= type === 'IDAT';
    at = end + 4; // past the checksum
  }
  if (!rows) throw new Unparsed('there is no picture');
  return { coded: coded.parts, shown: shown.parts };
}
