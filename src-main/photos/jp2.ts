// What the boxes of a JPEG 2000 file say that its decoder does not tell (ISO/IEC 15444-1, annex I). Decodes nothing.

/** The boxes that tell of the picture come before it; metadata may follow. */
const MOST_BYTES = 1 << 20;
/** `colr`, by number. */
const COLOUR = Buffer.from('colr\x01', 'latin1'), CMYK = 12;
/** The id of the box in which programs put EXIF. */
const EXIF = 'JpgTiffExif->JP2';
/** XMP's (XMP part 3, 1.1.4). */
const XMP = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/** Whether its channels are inks: cyan, magenta, yellow, black. */
export function isInk(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MOST_BYTES));
  const at = start.indexOf(COLOUR);
  return at >= 0 && at + 11 <= start.length && start.readUInt32BE(at + 7) === CMYK;
}

/** A TIFF structure and a packet; `null` for what it has none of. */
export function metadataOfJp2(bytes: Buffer): { readonly exif: Buffer | null; readonly xmp: Buffer | null } {
  return { exif: inBox(bytes, Buffer.from(EXIF, 'latin1')), xmp: inBox(bytes, XMP) };
}

/** What a box with this id holds. */
function inBox(bytes: Buffer, id: Buffer): Buffer | null {
  const at = bytes.indexOf(Buffer.concat([Buffer.from('uuid', 'latin1'), id]));
  if (at < 4) return null;
  const end = at - 4 + bytes.readUInt32BE(at - 4); // to the end of the file, if it says 0
  return bytes.subarray(at + 4 + id.length, end > at ? end : bytes.length);
}
