// The weights file: "KENC", u32 format, u32 header length, JSON header padded with spaces so that the tensors start at a
// multiple of 8, then tensors in half precision. All little endian. Bytes in, bytes out: nothing here touches a disk.
// resources/encoder/pretraining/weights_file.py writes the same format.
import { type Architecture, type TensorShape, count, readArchitecture, record, sizeOf, tensorShapes } from './architecture.ts';
import { fromHalf, toHalf } from './half.ts';
import { type Looks, readLooks } from './looks.ts';

const magic = 'KENC';
const format = 1;
const prefix = 12;

/** An encoder: what it is, where it comes from, and its weights. */
export interface EncoderWeights {
  readonly name: string;
  /** Id of this training. What computes embeddings that can be compared also depends on the looks: see `versionName`. */
  readonly version: string;
  /** What it looks at of a photo. Files from before there were two say nothing of it, and mean one. */
  readonly looks: Looks;
  /** Side of the square input in pixels. */
  readonly input: number;
  /** Length of an embedding. */
  readonly dim: number;
  readonly architecture: Architecture;
  /** Keyed by the names that `tensorShapes` lists. */
  readonly tensors: ReadonlyMap<string, Float32Array>;
  /** Recipe and counts of the training, for people to read. */
  readonly trained: Readonly<Record<string, unknown>>;
}

interface StoredTensor extends TensorShape {
  readonly offset: number;
  readonly length: number;
}

/** Reads a weights file; throws a `TypeError` that states expected and got if it is truncated, not a weights file or inconsistent. */
export function parseWeights(bytes: Uint8Array): EncoderWeights {
  const { halves, ...rest } = check(bytes);
  return { ...rest, tensors: new Map(Array.from(halves, ([name, data]) => [name, fromHalf(data)])) };
}

/** Checks the whole file as `parseWeights` does, without decoding its millions of numbers: for whoever only passes it on. */
export function readWeightsHead(bytes: Uint8Array): Omit<EncoderWeights, 'tensors'> {
  const { halves: _halves, ...head } = check(bytes);
  return head;
}

function check(bytes: Uint8Array): Omit<EncoderWeights, 'tensors'> & { readonly halves: ReadonlyMap<string, Uint8Array> } {
  const { header, data } = split(bytes);
  const architecture = readArchitecture(header.architecture);
  const dim = count(header.dim, 'dim');
  if (dim !== architecture.head.filters) throw new TypeError(`dim: expected the head's ${architecture.head.filters}, got ${dim}`);
  const stored = readList(header.tensors);
  const halves = new Map<string, Uint8Array>();
  for (const expected of tensorShapes(architecture)) halves.set(expected.name, findTensor(expected, stored, data));
  return {
    name: text(header.name, 'name'),
    version: text(header.version, 'version'),
    looks: header.looks === undefined ? 1 : readLooks(header.looks, 'looks'),
    input: count(header.input, 'input'),
    dim,
    architecture,
    halves,
    trained: record(header.trained ?? {}, 'trained')
  };
}

/** The file of `weights`. Throws a `TypeError` if a tensor is missing, has another size or has values that no half can represent. */
export function serialiseWeights({ name, version, looks, input, dim, architecture, tensors, trained }: EncoderWeights): Uint8Array {
  const stored: StoredTensor[] = [];
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const { name: tensor, shape } of tensorShapes(architecture)) {
    const values = tensors.get(tensor);
    if (values?.length !== sizeOf(shape)) {
      throw new TypeError(`${tensor}: expected ${sizeOf(shape)} values, got ${values?.length ?? 'none'}`);
    }
    if (!values.every((value) => Math.abs(value) < 65520)) throw new TypeError(`${tensor}: expected finite values below 65520`);
    const part = toHalf(values);
    stored.push({ name: tensor, shape, offset, length: part.length });
    parts.push(part);
    offset = aligned(offset + part.length);
  }
  const header = new TextEncoder().encode(JSON.stringify({ name, version, ...(looks > 1 && { looks }), input, dim, architecture, tensors: stored, trained }));
  const start = aligned(prefix + header.length);
  const out = new Uint8Array(start + offset).fill(0x20, prefix, start);
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode(magic));
  view.setUint32(4, format, true);
  view.setUint32(8, start - prefix, true);
  out.set(header, prefix);
  parts.forEach((part, i) => out.set(part, start + (stored[i]?.offset ?? 0)));
  return out;
}

/** The name of an encoder version: the same weights give other embeddings with two looks than with one. */
export function versionName({ version, looks }: Pick<EncoderWeights, 'version' | 'looks'>): string {
  return looks === 1 ? version : `${version}-2looks`;
}

/** A weights file with other looks: the same tensors, so another version of the same training. */
export function withLooks(bytes: Uint8Array, looks: Looks): Uint8Array {
  const weights = parseWeights(bytes);
  return weights.looks === looks ? bytes : serialiseWeights({ ...weights, looks });
}

function split(bytes: Uint8Array): { header: Readonly<Record<string, unknown>>; data: Uint8Array } {
  if (bytes.length < prefix) throw new TypeError(`weights file: expected at least ${prefix} bytes, got ${bytes.length}`);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4));
  if (start !== magic) throw new TypeError(`weights file: expected ${magic} at the start, got ${JSON.stringify(start)}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const got = view.getUint32(4, true);
  if (got !== format) throw new TypeError(`weights file: expected format ${format}, got ${got}`);
  const end = prefix + view.getUint32(8, true);
  if (end > bytes.length) throw new TypeError(`weights file: expected a header up to byte ${end}, got ${bytes.length} bytes`);
  return { header: record(json(bytes.subarray(prefix, end)), 'header'), data: bytes.subarray(end) };
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new TypeError('weights file: expected a JSON header', { cause });
  }
}

function readList(json: unknown): Map<string, StoredTensor> {
  if (!Array.isArray(json)) throw new TypeError(`tensors: expected a list, got ${typeof json}`);
  const entries = json.map((entry: unknown, i) => {
    const { name, shape, offset, length } = record(entry, `tensors[${i}]`);
    if (!Array.isArray(shape)) throw new TypeError(`tensors[${i}].shape: expected a list, got ${typeof shape}`);
    return {
      name: text(name, `tensors[${i}].name`),
      shape: shape.map((side: unknown) => count(side, `tensors[${i}].shape`)),
      offset: place(offset, `tensors[${i}].offset`),
      length: place(length, `tensors[${i}].length`)
    };
  });
  return new Map(entries.map((entry) => [entry.name, entry]));
}

/** The halves of a tensor, as they lie in the file. */
function findTensor({ name, shape }: TensorShape, stored: ReadonlyMap<string, StoredTensor>, data: Uint8Array): Uint8Array {
  const found = stored.get(name);
  if (!found) throw new TypeError(`${name}: expected this tensor, got ${stored.size} others`);
  if (found.shape.join() !== shape.join()) {
    throw new TypeError(`${name}: expected shape ${shape.join('×')}, got ${found.shape.join('×')}`);
  }
  if (found.length !== sizeOf(shape) * 2) throw new TypeError(`${name}: expected ${sizeOf(shape) * 2} bytes, got ${found.length}`);
  const end = found.offset + found.length;
  if (end > data.length) throw new TypeError(`${name}: expected tensor data up to byte ${end}, got ${data.length} bytes`);
  const halves = data.subarray(found.offset, end);
  // all bits of the exponent are set: infinite, or not a number
  for (let i = 1; i < halves.length; i += 2) {
    if ((halves[i]! & 0x7c) === 0x7c) throw new TypeError(`${name}: expected finite values, got ${fromHalf(halves.subarray(i - 1, i + 1))[0]} at ${(i - 1) / 2}`);
  }
  return halves;
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8;
}

function text(json: unknown, where: string): string {
  if (typeof json !== 'string' || json === '') throw new TypeError(`${where}: expected a non-empty string, got ${String(json)}`);
  return json;
}

function place(json: unknown, where: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < 0) {
    throw new TypeError(`${where}: expected a byte count, got ${String(json)}`);
  }
  return json;
}
