// A space as bytes, as it is kept on the disk.
//
// | bytes | what |
// |---|---|
// | 0–3   | `KSPC` |
// | 4–7   | version of this layout |
// length of everything from here to the sections, padded to a multiple of four |
// JSON: everything except the arrays, and the number of photos |
// ids, points, neighbours, distances; four bytes a number, each section directly after the one before |
//
// Numbers are little-endian, as on every system Kindred runs on.

import type { PhotoSpace } from '../../contract.ts';

const magic = 0x4350534b;
export const SPACE_LAYOUT = 1;
const fixed = 12;

type Head = Omit<PhotoSpace, 'ids' | 'points' | 'neighbours' | 'distances'> & { readonly count: number };

/** The parts of a space's bytes, in order: the head, then the arrays' own memory, which is not copied. */
export function spaceParts({ ids, points, neighbours, distances, ...rest }: PhotoSpace): readonly Uint8Array[] {
  const json = new TextEncoder().encode(JSON.stringify({ ...rest, count: ids.length } satisfies Head));
  const head = new Uint8Array(fixed + Math.ceil(json.length / 4) * 4).fill(0x20); // JSON allows trailing spaces
  new Uint32Array(head.buffer, 0, 3).set([magic, SPACE_LAYOUT, head.length - fixed]);
  head.set(json, fixed);
  return [head, ...[ids, points, neighbours, distances].map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength))];
}

/** Whether `bytes` begin as a result of `spaceParts` does. */
export function isSpace(bytes: ArrayBufferLike): boolean {
  const [found, version] = bytes.byteLength < fixed ? [] : new Uint32Array(bytes, 0, 2);
  return found === magic && version === SPACE_LAYOUT;
}

/** The space in `bytes`; its arrays are views of them. @throws {RangeError} if they are not a result of `spaceParts` */
export function readSpace(bytes: ArrayBufferLike): PhotoSpace {
  const [found, version, length = 0] = bytes.byteLength < fixed ? [] : new Uint32Array(bytes, 0, 3);
  if (found !== magic || version !== SPACE_LAYOUT) throw new RangeError(`expected a space of layout ${SPACE_LAYOUT}, got ${found === magic ? `layout ${version}` : `${bytes.byteLength} other bytes`}`);
  const sections = fixed + length;
  if (length % 4 !== 0 || sections > bytes.byteLength) throw new RangeError(`expected a head of ${length} bytes, got ${bytes.byteLength - fixed}`);
  const { count, ...rest } = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, fixed, length).slice())) as Head; // only written above; no text is decoded from memory that threads share
  const whole = sections + 4 * count * (1 + rest.dims + 2 * rest.k);
  if (bytes.byteLength !== whole) throw new RangeError(`expected ${whole} bytes of a space of ${count} photos, got ${bytes.byteLength}`);
  let at = sections;
  const next = <T>(View: new (buffer: ArrayBufferLike, offset: number, length: number) => T, numbers: number): T => {
    const view = new View(bytes, at, numbers);
    at += numbers * 4;
    return view;
  };
  return {
    ...rest, ids: next(Uint32Array, count), points: next(Float32Array, count * rest.dims), neighbours: next(Uint32Array, count * rest.k), distances: next(Float32Array, count * rest.k)
  };
}
