// Decodes Windows and OS/2 bitmaps to RGB, because sharp's libvips has no BMP loader and no package reads all variants:
// bmp-ts and fast-bmp support neither run-length encoding nor OS/2, @cwasm/nsbmp neither alpha masks nor scaling 5-bit channels, and
// @napi-rs/image, the best of them at 18 MB, rejects alpha masks and a last row without padding. A large one takes a second.
// Format: Microsoft, "Bitmap Storage" (BITMAPCOREHEADER to BITMAPV5HEADER). Unsupported: embedded JPEG and PNG, OS/2 Huffman, colour profiles.
import { PhotoProblem } from '../problem.ts';

/** What a bitmap's header declares; untrusted until `decodeBmp` has checked it against the bytes. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
}

/** Rows from the top, `channels` bytes per pixel: RGB, or RGBA if the bitmap has an alpha channel in use. */
export interface BmpPixels extends BmpHeader {
  readonly data: Buffer<ArrayBuffer>;
  readonly channels: 3 | 4;
}

const FILE_HEADER = 14;
const RGB = 0, RLE8 = 1, RLE4 = 2, BIT_FIELDS = 3, ALPHA_BIT_FIELDS = 6;

interface Layout extends BmpHeader {
  readonly topDown: boolean;
  readonly bits: number;
  readonly compression: number;
  /** Red, green, blue, alpha; 0 for none. */
  readonly masks: readonly [number, number, number, number];
  /** Offsets of the palette and the pixels, and the palette's entries. */
  readonly palette: { readonly at: number; readonly count: number; readonly stride: 3 | 4 };
  readonly pixelsAt: number;
}

/** @throws {PhotoProblem} `damaged` if the header is incomplete, `unsupported` for an unsupported variant */
export function readBmpHeader(bytes: Buffer): BmpHeader {
  const { width, height } = readLayout(asFile(bytes));
  return { width, height };
}

/** What a clipboard holds, and .dib files may, has no header of a file before its own: one that states no offset says as much. */
function asFile(bytes: Buffer): Buffer {
  return bytes.toString('latin1', 0, 2) === 'BM' ? bytes : Buffer.concat([Buffer.alloc(FILE_HEADER), bytes]);
}

/**
 * Decodes a whole bitmap. The caller checks `readBmpHeader` against its pixel limit first: the result has up to 4 bytes per pixel.
 * Pixels skipped by a run-length bitmap get palette entry 0, as in Windows.
 * @throws {PhotoProblem} `damaged` if pixels are missing, `unsupported` for an unsupported variant
 */
export function decodeBmp(file: Buffer): BmpPixels {
  const bytes = asFile(file);
  const layout = readLayout(bytes);
  if (layout.bits <= 8) return paint(bytes, layout, layout.compression === RGB ? readIndices(bytes, layout) : readRuns(bytes, layout));
  return layout.bits === 24 ? readBgr(bytes, layout) : readMasked(bytes, layout);
}

function readLayout(bytes: Buffer): Layout {
  const size = bytes.length >= 18 ? bytes.readUInt32LE(14) : 0;
  if (size < 12 || bytes.length < 14 + size) throw damaged('the header is incomplete');
  const old = size === 12;
  const width = old ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signedHeight = old ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const height = Math.abs(signedHeight);
  if (width <= 0 || height === 0) throw damaged(`the header says ${width} × ${height} pixels`);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const compression = size >= 20 ? bytes.readUInt32LE(30) : RGB;
  const expected = { [RGB]: [1, 2, 4, 8, 16, 24, 32], [RLE8]: [8], [RLE4]: [4], [BIT_FIELDS]: [16, 32], [ALPHA_BIT_FIELDS]: [16, 32] }[compression];
  if (!expected?.includes(bits)) throw new PhotoProblem('unsupported', `bitmap with ${bits} bits per pixel, compression ${compression}`);

  // a 40-byte header is followed by its masks; longer ones contain them, at the same offset
  const fields = compression === BIT_FIELDS ? 3 : compression === ALPHA_BIT_FIELDS ? 4 : 0;
  const masksAfter = size === 40 ? fields * 4 : 0;
  if (bytes.length < 54 + fields * 4 && fields > 0) throw damaged('the colour masks are missing');
  const mask = (index: number): number => bytes.readUInt32LE(54 + index * 4);
  const masks: Layout['masks'] =
    fields > 0 ? [mask(0), mask(1), mask(2), fields === 4 || size >= 56 ? mask(3) : 0]
    : bits === 16 ? [0x7c00, 0x03e0, 0x001f, 0]
    : [0xff0000, 0x00ff00, 0x0000ff, 0];

  const paletteAt = 14 + size + masksAfter;
  const declared = size >= 36 ? bytes.readUInt32LE(46) : 0;
  const stride = old ? 3 : 4;
  const stated = bytes.readUInt32LE(10);
  // some writers count no palette before the pixels, though they say how long it is
  const hasNoRoom = bits <= 8 && declared > 0 && stated <= paletteAt;
  const pixelsAt = stated !== 0 && !hasNoRoom ? stated : paletteAt + (bits <= 8 ? (declared || 1 << bits) * stride : 0);
  // the pixels may start before the declared palette ends
  const room = Math.max(0, Math.floor((Math.min(pixelsAt, bytes.length) - paletteAt) / stride));
  const count = bits <= 8 ? Math.min(declared || 1 << bits, 1 << bits, room) : 0;
  return { width, height, topDown: signedHeight < 0, bits, compression, masks, palette: { at: paletteAt, count, stride }, pixelsAt };
}

/** Rows of 1 to 8 bits per pixel → one palette index per byte, rows from the top. */
function readIndices(bytes: Buffer, layout: Layout): Uint8Array {
  const { width, height, bits } = layout;
  const indices = new Uint8Array(width * height);
  const perByte = 8 / bits;
  const last = (1 << bits) - 1;
  eachRow(bytes, layout, (from, row) => {
    const to = row * width;
    for (let x = 0; x < width; x++) {
      const shift = 8 - bits * ((x % perByte) + 1);
      indices[to + x] = ((bytes[from + Math.floor(x / perByte)] ?? 0) >> shift) & last;
    }
  });
  return indices;
}

/** Run-length rows → one palette index per byte. A stream without its end marker means a damaged bitmap. */
function readRuns(bytes: Buffer, layout: Layout): Uint8Array {
  const { width, height, topDown, bits, pixelsAt } = layout;
  const indices = new Uint8Array(width * height);
  let at = pixelsAt;
  let x = 0;
  let y = 0;
  const put = (index: number): void => {
    // drop what runs past the edge of its row
    if (x < width) indices[(topDown ? y : height - 1 - y) * width + x] = index;
    x++;
  };
  const nibble = (byte: number, position: number): number => (bits === 8 ? byte : position % 2 === 0 ? byte >> 4 : byte & 15);

  while (y < height) {
    if (at + 2 > bytes.length) throw damaged(`the picture ends in row ${y + 1} of ${height}`);
    const count = bytes[at++] ?? 0;
    const value = bytes[at++] ?? 0;
    if (count > 0) for (let i = 0; i < count; i++) put(nibble(value, i));
    else if (value === 0) { x = 0; y++; }
    else if (value === 1) break;
    else if (value === 2) { x += bytes[at++] ?? 0; y += bytes[at++] ?? 0; }
    else {
      for (let i = 0; i < value; i++) put(nibble(bytes[at + (bits === 8 ? i : i >> 1)] ?? 0, i));
      // literal runs are padded to 16 bits
      at += 2 * Math.ceil((value * bits) / 16);
    }
  }
  return indices;
}

function paint(bytes: Buffer, layout: Layout, indices: Uint8Array): BmpPixels {
  const { width, height, palette } = layout;
  // an index beyond the palette is black
  const colours = new Uint8Array(256 * 3);
  for (let i = 0; i < palette.count; i++) {
    for (let c = 0; c < 3; c++) colours[i * 3 + c] = bytes[palette.at + i * palette.stride + 2 - c] ?? 0;
  }
  const data = Buffer.allocUnsafeSlow(indices.length * 3);
  for (let i = 0; i < indices.length; i++) {
    const colour = (indices[i] ?? 0) * 3;
    data[i * 3] = colours[colour] ?? 0;
    data[i * 3 + 1] = colours[colour + 1] ?? 0;
    data[i * 3 + 2] = colours[colour + 2] ?? 0;
  }
  return { width, height, data, channels: 3 };
}

function readBgr(bytes: Buffer, layout: Layout): BmpPixels {
  const { width, height } = layout;
  const data = Buffer.allocUnsafeSlow(width * height * 3);
  eachRow(bytes, layout, (from, row) => {
    const end = (row + 1) * width * 3;
    for (let to = row * width * 3, at = from; to < end; to += 3, at += 3) {
      data[to] = bytes[at + 2] ?? 0;
      data[to + 1] = bytes[at + 1] ?? 0;
      data[to + 2] = bytes[at] ?? 0;
    }
  });
  return { width, height, data, channels: 3 };
}

/** 16 and 32 bits per pixel: each channel scaled to 0..255. */
function readMasked(bytes: Buffer, layout: Layout): BmpPixels {
  const { width, height, bits, masks } = layout;
  const channels = masks[3] === 0 ? 3 : 4;
  const data = Buffer.alloc(width * height * channels);
  const shifts = masks.map((mask) => (mask === 0 ? 0 : 31 - Math.clz32(mask & -mask)));
  const tops = masks.map((mask, c) => mask >>> (shifts[c] ?? 0));
  let opaque = 0;
  eachRow(bytes, layout, (from, row) => {
    for (let x = 0; x < width; x++) {
      const value = bits === 16 ? bytes.readUInt16LE(from + x * 2) : bytes.readUInt32LE(from + x * 4);
      const to = (row * width + x) * channels;
      for (let c = 0; c < channels; c++) {
        const top = tops[c] ?? 0;
        if (top > 0) data[to + c] = Math.round((((value & (masks[c] ?? 0)) >>> (shifts[c] ?? 0)) * 255) / top);
      }
      if (channels === 4) opaque |= data[to + 3] ?? 0;
    }
  });
  // an alpha of 0 everywhere is not intended: the bitmap would be invisible
  if (channels === 4 && opaque === 0) for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { width, height, data, channels };
}

/** Calls `read` with each row's offset in `bytes` and its number from the top; rows are padded to 4 bytes. */
function eachRow(bytes: Buffer, layout: Layout, read: (from: number, row: number) => void): void {
  const { width, height, bits, topDown, pixelsAt } = layout;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const used = Math.ceil((width * bits) / 8);
  // the last row's padding may be missing
  if (pixelsAt + stride * (height - 1) + used > bytes.length) throw damaged(`${bytes.length} bytes cannot hold ${width} × ${height} pixels`);
  for (let row = 0; row < height; row++) read(pixelsAt + stride * (topDown ? row : height - 1 - row), row);
}

function damaged(why: string): PhotoProblem {
  return new PhotoProblem('damaged', `bitmap: ${why}`);
}
