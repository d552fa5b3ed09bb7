import { encode } from 'cbor-x';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readCbor } from '../../src-main/hosts/cbor-input.ts';

/** Without −0, which CBOR's integers do not have. */
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: 6 }, fc.constant(null), fc.boolean(), fc.integer(), fc.double({ noNaN: true }).map((value) => (value === 0 ? 0 : value)), fc.string({ unit: 'grapheme' }), fc.uint32Array(), fc.array(tie('value')), fc.dictionary(fc.string().filter((key) => key !== '__proto__'), tie('value')))
})).value;

it('reads what a page encodes', () => {
  fc.assert(fc.property(json, (value) => {
    expect(readCbor(encode(value))).toEqual(value);
  }));
  expect(readCbor(new Uint8Array(0))).toBeNull();
  expect(readCbor(encode({ photos: new Uint32Array([1, 2]), points: new Float32Array([0.5]), name: '바다' }))).toEqual({ photos: new Uint32Array([1, 2]), points: new Float32Array([0.5]), name: '바다' });
});

it('refuses at once what would make a decoder slow or crash', () => {
  const long = Buffer.alloc(200_005, 7);
  long[0] = 0xc2; // a number of 200 kB
  long[1] = 0x5a;
  long.writeUInt32BE(199_999, 2);
  const bad: [string, Uint8Array][] = [
    ['a long number', long],
    ['deep arrays', new Uint8Array(1_000_000).fill(0x81)],
    ['tags in tags', new Uint8Array(1_000_000).fill(0xc1)],
    ['a long array that is not there', Uint8Array.of(0x9a, 0xff, 0xff, 0xff, 0xff)],
    ['a long text that is not there', Uint8Array.of(0x7b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['a length that is left open', Uint8Array.of(0x9f, 0x01, 0xff)],
    ['something after the end', Uint8Array.of(0x01, 0x02)],
    ['half a number', Uint8Array.of(0x1a, 0x01)],
    ['a date', Uint8Array.of(0xc1, 0x01)],
    ['a shared value', Uint8Array.of(0xd8, 0x1d, 0x00)]
  ];
  for (const [what, bytes] of bad) {
    const began = process.cpuUsage(); // processor time, which does not count while other processes run
    expect(() => readCbor(bytes), what).toThrow(expect.objectContaining({ code: 'bad-request' }));
    expect(process.cpuUsage(began).user, what).toBeLessThan(500_000);
  }
});

it('returns a value or a bad request for any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    try {
      readCbor(bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-request' });
    }
  }), { numRuns: 2000 });
});
