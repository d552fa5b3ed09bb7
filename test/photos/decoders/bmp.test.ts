import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BmpPixels, decodeBmp, readBmpHeader } from '../../../src-main/photos/decoders/bmp.ts';
import { sniff } from '../../../src-main/photos/formats.ts';
import { PhotoProblem } from '../../../src-main/photos/problem.ts';
import { noise } from '../pictures.ts';

interface Made {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  palette?: number[];
  masks?: number[];
  pixels: Buffer;
}

/** A bitmap with the plain 40-byte header. `palette` is blue, green, red, 0 an entry. */
function bitmap({ width, height, bits, compression = 0, palette = [], masks = [], pixels }: Made): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM', 'latin1');
  const fields = Buffer.concat(masks.map((mask) => { const field = Buffer.alloc(4); field.writeUInt32LE(mask); return field; }));
  const table = Buffer.from(palette);
  head.writeUInt32LE(54 + fields.length + table.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(table.length / 4, 46);
  return Buffer.concat([head, fields, table, pixels]);
}

const rows = ({ data, width, channels }: BmpPixels): number[][][] => {
  const pixels = Array.from({ length: data.length / channels }, (_, i) => Array.from(data.subarray(i * channels, (i + 1) * channels)));
  return Array.from({ length: pixels.length / width }, (_, y) => pixels.slice(y * width, (y + 1) * width));
};
const red = [255, 0, 0], blue = [0, 0, 255], black = [0, 0, 0], white = [255, 255, 255];
const PALETTE = [0, 0, 0, 0, 0, 0, 255, 0, 255, 0, 0, 0, 255, 255, 255, 0]; // black, red, blue, white

describe('a bitmap', () => {
  it('with 24 bits is read bottom row first, with rows padded to four bytes', () => {
    const pixels = Buffer.from([255, 0, 0, 0, 0, 0, 0, 0, /* above: */ 0, 0, 255, 255, 255, 255, 0, 0]);
    expect(rows(decodeBmp(bitmap({ width: 2, height: 2, bits: 24, pixels })))).toEqual([[red, white], [blue, black]]);
    expect(rows(decodeBmp(bitmap({ width: 2, height: -2, bits: 24, pixels })))).toEqual([[blue, black], [red, white]]);
    // the last row's padding is often left away
    expect(rows(decodeBmp(bitmap({ width: 2, height: 2, bits: 24, pixels: pixels.subarray(0, 14) })))).toEqual([[red, white], [blue, black]]);
  });

  it('with 1, 2, 4 and 8 bits uses its palette, also at odd widths', () => {
    const palette = PALETTE;
    const expected = [[red, blue, white], [black, red, red]];
    expect(rows(decodeBmp(bitmap({ width: 3, height: 2, bits: 8, palette, pixels: Buffer.from([0, 1, 1, 0, 1, 2, 3, 0]) })))).toEqual(expected);
    expect(rows(decodeBmp(bitmap({ width: 3, height: 2, bits: 4, palette, pixels: Buffer.from([0x01, 0x10, 0, 0, 0x12, 0x30, 0, 0]) })))).toEqual(expected);
    expect(rows(decodeBmp(bitmap({ width: 3, height: 2, bits: 2, palette, pixels: Buffer.from([0b00_01_01_00, 0, 0, 0, 0b01_10_11_00, 0, 0, 0]) })))).toEqual(expected);
    expect(rows(decodeBmp(bitmap({ width: 9, height: 1, bits: 1, palette: palette.slice(0, 8), pixels: Buffer.from([0b10000001, 0b10000000, 0, 0]) })))[0])
      .toEqual([red, black, black, black, black, black, black, red, red]);
  });

  it('whose pixels are said to begin where its palette does is read after the palette', () => {
    const made = bitmap({ width: 3, height: 2, bits: 8, palette: PALETTE, pixels: Buffer.from([0, 1, 1, 0, 1, 2, 3, 0]) });
    made.writeUInt32LE(54, 10);
    expect(rows(decodeBmp(made))).toEqual([[red, blue, white], [black, red, red]]);
  });

  it('without the header of a file, as a clipboard has it, is recognised and read', () => {
    for (const made of [bitmap({ width: 3, height: 2, bits: 8, palette: PALETTE, pixels: Buffer.from([0, 1, 1, 0, 1, 2, 3, 0]) }), bitmap({ width: 1, height: 1, bits: 24, pixels: Buffer.from([255, 0, 0, 0]) })]) {
      const bare = made.subarray(14);
      expect(sniff(bare)).toBe('bmp');
      expect(readBmpHeader(bare)).toEqual(readBmpHeader(made));
      expect(decodeBmp(bare)).toEqual(decodeBmp(made));
    }
    expect(sniff(Buffer.concat([Buffer.from([40, 0, 0, 0]), Buffer.alloc(60, 1)]))).toBeNull();
  });

  it('is black for indices beyond its palette', () => {
    expect(rows(decodeBmp(bitmap({ width: 1, height: 1, bits: 8, palette: PALETTE, pixels: Buffer.from([200, 0, 0, 0]) })))).toEqual([[black]]);
  });

  it('with 16 and 32 bits scales each channel to 255', () => {
    expect(rows(decodeBmp(bitmap({ width: 2, height: 1, bits: 16, pixels: Buffer.from([0x00, 0x7c, 0xff, 0x7f]) })))).toEqual([[red, white]]);
    const masks = [0xf800, 0x07e0, 0x001f];
    expect(rows(decodeBmp(bitmap({ width: 2, height: 1, bits: 16, compression: 3, masks, pixels: Buffer.from([0x1f, 0x00, 0xe0, 0x07]) })))).toEqual([[blue, [0, 255, 0]]]);
    expect(rows(decodeBmp(bitmap({ width: 1, height: 1, bits: 32, pixels: Buffer.from([1, 2, 3, 99]) })))).toEqual([[[3, 2, 1]]]);
    const rgba = [0xff000000, 0x00ff0000, 0x0000ff00, 0x000000ff];
    const pixels = Buffer.from([128, 3, 2, 1]);
    expect(rows(decodeBmp(bitmap({ width: 1, height: 1, bits: 32, compression: 6, masks: rgba, pixels })))).toEqual([[[1, 2, 3, 128]]]);
    // nothing but transparent was never meant
    pixels[0] = 0;
    expect(rows(decodeBmp(bitmap({ width: 1, height: 1, bits: 32, compression: 6, masks: rgba, pixels })))).toEqual([[[1, 2, 3, 255]]]);
  });

  it('with run lengths may repeat, list, skip, and end rows or the picture early', () => {
    const runs = (bits: number, compression: number, ...pixels: number[]): number[][][] =>
      rows(decodeBmp(bitmap({ width: 4, height: 2, bits, compression, palette: PALETTE, pixels: Buffer.from(pixels) })));
    // 3 red, end of row · listed: blue white red (padded), end
    expect(runs(8, 1, 3, 1, 0, 0, 0, 3, 2, 3, 1, 0, 0, 1)).toEqual([[blue, white, red, black], [red, red, red, black]]);
    // skip one right and one up, 2 white
    expect(runs(8, 1, 0, 2, 1, 1, 2, 3, 0, 1)).toEqual([[black, white, white, black], [black, black, black, black]]);
    // red and blue in turn · listed: white, red, blue in two bytes
    expect(runs(4, 2, 4, 0x12, 0, 0, 0, 3, 0x31, 0x20, 0, 1)).toEqual([[white, red, blue, black], [red, blue, red, blue]]);
    // a run that leaves its row does not enter the next
    expect(runs(8, 1, 200, 1, 0, 0, 1, 2, 0, 1)).toEqual([[blue, black, black, black], [red, red, red, red]]);
  });

  it('from OS/2 has 16-bit sides and three bytes per colour', () => {
    const file = Buffer.alloc(14 + 12 + 6 + 4);
    file.write('BM', 'latin1');
    file.writeUInt32LE(32, 10);
    file.writeUInt32LE(12, 14);
    file.writeUInt16LE(2, 18);
    file.writeUInt16LE(1, 20);
    file.writeUInt16LE(1, 24);
    file.set([0, 0, 255, 255, 0, 0], 26);
    file[32] = 0b0100_0000;
    // one bit a pixel: bits at 24 are planes (1), so the bits follow
    file.writeUInt16LE(1, 22);
    expect(rows(decodeBmp(file))).toEqual([[red, blue]]);
  });
});

describe('a bad bitmap', () => {
  const code = (bytes: Buffer): string => {
    try {
      decodeBmp(bytes);
      return 'decoded';
    } catch (error) {
      return error instanceof PhotoProblem ? error.code : String(error);
    }
  };

  it('is damaged if pixels are missing, before any memory is allocated for them', () => {
    const huge = bitmap({ width: 30_000, height: 30_000, bits: 24, pixels: Buffer.alloc(100) });
    expect(readBmpHeader(huge)).toEqual({ width: 30_000, height: 30_000 });
    expect(code(huge)).toBe('damaged');
    expect(code(bitmap({ width: 4, height: 2, bits: 8, compression: 1, palette: PALETTE, pixels: Buffer.from([3, 1]) }))).toBe('damaged');
    expect(code(bitmap({ width: 0, height: 2, bits: 24, pixels: Buffer.alloc(9) }))).toBe('damaged');
    expect(code(Buffer.from('BM'))).toBe('damaged');
  });

  it('of an unsupported variant says so', () => {
    expect(code(bitmap({ width: 1, height: 1, bits: 7, pixels: Buffer.alloc(4) }))).toBe('unsupported');
    expect(code(bitmap({ width: 1, height: 1, bits: 24, compression: 4, pixels: Buffer.alloc(4) }))).toBe('unsupported');
  });

  it('never throws anything but a problem, whatever its bytes', () => {
    const good = [
      bitmap({ width: 8, height: 4, bits: 8, compression: 1, palette: PALETTE, pixels: Buffer.from([8, 1, 0, 0, 0, 4, 1, 2, 3, 0, 0, 1]) }),
      bitmap({ width: 5, height: 4, bits: 16, compression: 3, masks: [0xf800, 0x7e0, 0x1f], pixels: noise(8, 4).data }),
      bitmap({ width: 5, height: 4, bits: 4, palette: PALETTE, pixels: noise(8, 4).data })
    ];
    const edits = fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 });
    fc.assert(fc.property(fc.constantFrom(...good), edits, fc.nat(200), (file, changes, cut) => {
      const bytes = Buffer.from(file);
      for (const [at, value] of changes) bytes[at] = value;
      const short = bytes.subarray(0, cut % 4 === 0 ? cut : undefined);
      try {
        const { width, height } = readBmpHeader(short);
        if (width * height > 1e6) return;
      } catch {
        // decoding must say the same
      }
      expect(['decoded', 'damaged', 'unsupported']).toContain(code(short));
    }), { numRuns: 3000, seed: 11 });
  });
});
