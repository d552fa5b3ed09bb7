// The picture data of JPEG XL (ISO/IEC 18181-2) and JPEG 2000 (ISO/IEC 15444-1): their code streams, which are boxes of a file or a file by themselves.
// Exif, XMP and everything else are other boxes. Profiles and orientation of JPEG XL are within the code stream.
import { boxesIn } from './heif-items.ts';
import { type Parts, PartList, Unparsed } from './parts.ts';

const STREAMS = new Set(['jxlc', 'jxlp', 'jp2c']);

/** @throws {Unparsed} */
export function boxedParts(bytes: Buffer): Parts {
  const coded = new PartList(bytes);
  const isBoxed = bytes.readUInt32BE(0) === 12;
  if (!isBoxed) coded.add('stream', 0, bytes.length);
  else for (const { type, start, end } of boxesIn(bytes, 0, bytes.length)) if (STREAMS.has(type)) coded.add('stream', start, end);
  if (coded.isEmpty) throw new Unparsed('there is no code stream');
  return { coded: coded.parts, shown: [] };
}
