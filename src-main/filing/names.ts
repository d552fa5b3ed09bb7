// Names that files get: valid on every system, at most 255 bytes long, and unique in their folder whatever its case.
import filenamify from 'filenamify';

/** Most bytes of a name, of file systems in use. */
export const MOST_BYTES = 255;
/** An ending longer than that is part of the name. */
const MOST_ENDING = 24;

// they change how the rest of a name is displayed, so that one that ends in exe may seem to end in jpg (Unicode TR36)
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** `name` as it can be on every system; an ordinary name stays as it is. */
export function portableName(name: string): string {
  return fitting(filenamify(name.replace(BIDI, ''), { replacement: '_', maxLength: 4 * MOST_BYTES }), '');
}

/** A `/`-separated path below a folder, each part portable; it cannot lead out of the folder. */
export function portablePath(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.').map(portableName);
}

/** The name that is tried if the first `number - 1` are taken: `a (2).jpg`. */
export function numbered(name: string, number: number): string {
  return number === 1 ? name : fitting(name, ` (${number})`);
}

/** The same for names that are one on a system that ignores case, or how accents are written. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase().normalize('NFC');
}

/** `name` with `suffix` before its ending, shortened to what a name may have. */
function fitting(name: string, suffix: string): string {
  const dot = name.lastIndexOf('.');
  const hasEnding = dot > 0 && Buffer.byteLength(name.slice(dot)) <= MOST_ENDING;
  const [stem, ending] = hasEnding ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const room = MOST_BYTES - Buffer.byteLength(suffix) - Buffer.byteLength(ending);
  return `${truncated(stem, room)}${suffix}${ending}`;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first characters of `text` that fit into so many bytes of UTF-8, none of them split. */
function truncated(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let [end, used] = [0, 0];
  for (const { segment, index } of graphemes.segment(text)) {
    used += Buffer.byteLength(segment);
    if (used > bytes) break;
    end = index + segment.length;
  }
  return text.slice(0, end).trimEnd();
}
