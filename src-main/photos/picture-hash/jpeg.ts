// The picture data of a JPEG (ITU-T T.81): its tables, frame and scans up to the end of the picture. Ignored are anything after
// that end (further pictures, maker data), whether the end marker is there, fill bytes, and application data except
// for what changes the meaning of the components.
import { type Parts, PartList, Unparsed } from './parts.ts';

const FILL = 0xff, SOI = 0xd8, EOI = 0xd9, SOS = 0xda, APP0 = 0xe0, APP2 = 0xe2, APP14 = 0xee, APP15 = 0xef, COMMENT = 0xfe;

/** @throws {Unparsed} */
export function jpegParts(bytes: Buffer): Parts {
  const coded = new PartList(bytes);
  const shown = new PartList(bytes);
  let jfif = false;
  let adobe: number | null = null;
  let components: readonly number[] = [];
  let scans = 0;
  for (let at = 2; ;) {
    const start = nextMarker(bytes, at);
    const marker = bytes[start + 1];
    if (marker === undefined || marker === EOI) break;
    if (marker === SOI) throw new Unparsed('a picture starts inside a picture');
    at = start + 2;
    if (standsAlone(marker)) continue;
    const end = at + 2 <= bytes.length ? at + bytes.readUInt16BE(at) : Infinity;
    if (end > bytes.length || end < at + 2) {
      if (scans > 0) break; // cut off between scans
      throw new Unparsed('a segment is cut off');
    }
    if (marker === APP0 && startsWith(bytes, at + 2, 'JFIF\0')) jfif = true;
    else if (marker === APP14 && startsWith(bytes, at + 2, 'Adobe') && end - at >= 14) adobe = bytes[at + 13] ?? 0;
    else if (marker === APP2 && startsWith(bytes, at + 2, 'ICC_PROFILE\0')) shown.add('profile', at + 2, end);
    if ((marker >= APP0 && marker <= APP15) || marker === COMMENT) {
      at = end;
      continue;
    }
    coded.add('segments', start, end);
    if (isFrame(marker)) components = Array.from({ length: bytes[at + 7] ?? 0 }, (_, i) => bytes[at + 8 + 3 * i] ?? 0);
    at = end;
    if (marker === SOS) {
      scans++;
      at = endOfScan(bytes, end);
      coded.add('segments', end, at);
    }
  }
  if (scans === 0 || components.length === 0) throw new Unparsed('there is no picture');
  coded.say('colour', colourOf(components, jfif, adobe));
  return { coded: coded.parts, shown: shown.parts };
}

/** The offset of the next marker's last `ff`: skips stray and fill bytes. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = from; ;) {
    at = bytes.indexOf(FILL, at);
    if (at < 0) return bytes.length;
    while (bytes[at + 1] === FILL) at++;
    if (bytes[at + 1] !== 0) return at;
    at += 2;
  }
}

/** The end of the entropy-coded data starting at `from`: before a marker other than a restart, without fill bytes. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; ;) {
    const start = bytes.indexOf(FILL, at);
    if (start < 0) return bytes.length;
    let last = start;
    while (bytes[last + 1] === FILL) last++;
    const marker = bytes[last + 1];
    if (marker === undefined || (marker !== 0 && !isRestart(marker))) return start;
    at = last + 2;
  }
}

/**
 * How decoders interpret the components (libjpeg, `default_decompress_parms`). The markers themselves are not hashed, because
 * some editors drop or add them without changing the interpretation.
 */
function colourOf(components: readonly number[], jfif: boolean, adobe: number | null): string {
  if (components.length === 4) return adobe === null ? 'CMYK' : `inverted ${adobe}`;
  if (components.length !== 3) return 'plain';
  if (jfif) return 'YCbCr';
  if (adobe !== null) return adobe === 0 ? 'RGB' : 'YCbCr';
  return String.fromCharCode(...components) === 'RGB' ? 'RGB' : 'YCbCr';
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
const standsAlone = (marker: number): boolean => marker === 0x01 || isRestart(marker);
/** SOF0 to SOF15, excluding the tables and the extension among their codes. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function startsWith(bytes: Buffer, at: number, text: string): boolean {
  return bytes.toString('latin1', at, at + text.length) === text;
}
