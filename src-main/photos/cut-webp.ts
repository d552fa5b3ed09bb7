// WebP files that end before they should, or say so wrongly: libvips opens none of them. Filled up with zeros they are shown as far as they go. Decodes nothing.

/** The most that is filled up, in lengths of what is there: the rest of a picture of which less is left shows nothing. */
const MOST_MISSING = 3;

export interface Mended {
  readonly bytes: Buffer;
  /** Whether a part of the picture is missing, and not only its declared length wrong. */
  readonly cut: boolean;
}

/** @param bytes a file that begins as WebP does @returns `null` if it is as long as it says, or most of it is missing */
export function mendWebp(bytes: Buffer): Mended | null {
  if (bytes.length < 20 || bytes.length >= 8 + bytes.readUInt32LE(4)) return null;
  let at = 12;
  while (at + 8 <= bytes.length) at += 8 + Math.ceil(bytes.readUInt32LE(at + 4) / 2) * 2; // chunks are padded to 16 bits
  const cut = at > bytes.length + 1;
  const end = Math.max(at, bytes.length);
  if (end > (1 + MOST_MISSING) * bytes.length) return null;
  const filled = Buffer.alloc(end);
  bytes.copy(filled);
  filled.writeUInt32LE(end - 8, 4);
  return { bytes: filled, cut };
}
