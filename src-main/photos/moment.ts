// What photos of one moment have in common by their files: the id that Apple's cameras give to a burst, or to a Live Photo and every edit of it, and the
// names that phones give to bursts.

/** The maker note of an iPhone or iPad: a TIFF directory after 14 bytes, big-endian, whose offsets count from the note's start. */
const START = 'Apple iOS\0';
const DIRECTORY = 14;
/** Tags, as ExifTool calls them, the preferred one first: a burst has many Live Photos. */
const BURST_UUID = 0x0b, CONTENT_IDENTIFIER = 0x11;
const TEXT = 2;
/** Longer is no id. */
const MOST_LENGTH = 64;

/** Google's `…_BURST20190714103000123…`, and the `IMG_20190714_103000_BURST012` of others. */
const IN_NAMES = [/BURST(\d{14,17})(?!\d)/, /(\d{8}_\d{6})_BURST\d{1,4}(?!\d)/];

/** @param note as it stands in the file @param name of the file @returns `null` where nothing says it */
export function momentOf(note: Uint8Array | null, name: string): string | null {
  const ids = note === null ? null : appleIds(note);
  const id = ids?.get(BURST_UUID) ?? ids?.get(CONTENT_IDENTIFIER);
  if (id !== undefined) return id;
  const found = IN_NAMES.map((pattern) => pattern.exec(name)?.[1]).find((each) => each !== undefined);
  return found === undefined ? null : `burst ${found}`;
}

/** Texts in a maker note, by tag; nothing of one that is not as expected. */
function appleIds(note: Uint8Array): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const bytes = Buffer.from(note.buffer, note.byteOffset, note.byteLength);
  if (bytes.toString('latin1', 0, START.length) !== START || bytes.length < DIRECTORY + 2) return found;
  const entries = bytes.readUInt16BE(DIRECTORY);
  for (let at = DIRECTORY + 2; at + 12 <= Math.min(bytes.length, DIRECTORY + 2 + 12 * entries); at += 12) {
    const [tag, type, length, place] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2), bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8)];
    if (type !== TEXT || (tag !== BURST_UUID && tag !== CONTENT_IDENTIFIER) || length > MOST_LENGTH || place + length > bytes.length) continue;
    const text = bytes.toString('latin1', place, place + length).replace(/\0.*$/s, '').trim();
    if (/^[\w-]{8,}$/.test(text)) found.set(tag, text);
  }
  return found;
}
