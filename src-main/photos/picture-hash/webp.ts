// The picture data of a WebP (RFC 9649): the bitstreams of picture and transparency, or the frames of an animation. The
// extended header is ignored: an editor adds it with the first metadata.
import { type Parts, PartList, Unparsed } from './parts.ts';

const CODED = new Set(['VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF']);

/** @throws {Unparsed} */
export function webpParts(bytes: Buffer): Parts {
  const coded = new PartList(bytes);
  const shown = new PartList(bytes);
  let canvas: string | null = null;
  let kinds = '';
  const last = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  for (let at = 12; at + 8 <= last;) {
    const type = bytes.toString('latin1', at, at + 4);
    const start = at + 8;
    const size = bytes.readUInt32LE(at + 4);
    const end = start + size;
    if (CODED.has(type)) {
      coded.add(type, start, end);
      if (!kinds.includes(type)) kinds += type;
    } else if (type === 'ICCP') shown.add(type, start, end);
    else if (type === 'VP8X' && size >= 10) canvas = bytes.toString('hex', start + 4, start + 10);
    at = end + (size % 2);
  }
  if (!/VP8|ANMF/.test(kinds)) throw new Unparsed('there is no picture');
  // frames are placed on a canvas, a still picture is its own
  if (kinds.includes('ANMF') && canvas !== null) coded.say('canvas', canvas);
  return { coded: coded.parts, shown: shown.parts };
}
