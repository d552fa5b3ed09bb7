// The file of an adapter: "KADP", u32 format, u32 header length, JSON header, then its tensors in half precision in the order of adapterShapes.
// All little endian. Bytes in, bytes out.
import { count, record, sizeOf } from '../encoder/architecture.ts';
import { fromHalf, toHalf } from '../encoder/half.ts';
import { adapterShapes, type AdapterWeights } from './adapter.ts';

const MAGIC = 'KADP';
const FORMAT = 1;
const PREFIX = 12;

/** Whether a weights file is one of an adapter, not of an encoder. */
export function isAdapterFile(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/** @throws TypeError if a tensor is missing, has another size or numbers that no half can represent */
export function serialiseAdapter({ version, pack, dim, hidden, tensors, trained }: AdapterWeights): Uint8Array<ArrayBuffer> {
  const parts = adapterShapes({ dim, hidden }).map(({ name, shape }) => {
    const values = tensors.get(name);
    if (values?.length !== sizeOf(shape)) throw new TypeError(`${name}: expected ${sizeOf(shape)} values, got ${values?.length ?? 'none'}`);
    if (!values.every((value) => Math.abs(value) < 65520)) throw new TypeError(`${name}: expected finite values below 65520`);
    return toHalf(values);
  });
  const header = new TextEncoder().encode(JSON.stringify({ version, pack, dim, hidden, trained }));
  const out = new Uint8Array(PREFIX + header.length + parts.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode(MAGIC));
  view.setUint32(4, FORMAT, true);
  view.setUint32(8, header.length, true);
  out.set(header, PREFIX);
  parts.reduce((at, part) => (out.set(part, at), at + part.length), PREFIX + header.length);
  return out;
}

/** @throws TypeError that states expected and got, if it is truncated, not an adapter or inconsistent */
export function parseAdapter(bytes: Uint8Array): AdapterWeights {
  if (bytes.length < PREFIX || !isAdapterFile(bytes)) throw new TypeError(`adapter: expected ${MAGIC} at the start of at least ${PREFIX} bytes, got ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) !== FORMAT) throw new TypeError(`adapter: expected format ${FORMAT}, got ${view.getUint32(4, true)}`);
  const end = PREFIX + view.getUint32(8, true);
  if (end > bytes.length) throw new TypeError(`adapter: expected a header up to byte ${end}, got ${bytes.length} bytes`);
  const header = record(readJson(bytes.subarray(PREFIX, end)), 'adapter');
  const pack = record(header.pack, 'adapter.pack');
  const [dim, hidden] = [count(header.dim, 'adapter.dim'), count(header.hidden, 'adapter.hidden')];
  const shapes = adapterShapes({ dim, hidden });
  const whole = end + 2 * shapes.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  if (bytes.length !== whole) throw new TypeError(`adapter: expected ${whole} bytes, got ${bytes.length}`);
  const tensors = new Map<string, Float32Array>();
  let at = end;
  for (const { name, shape } of shapes) {
    const values = fromHalf(bytes.subarray(at, (at += 2 * sizeOf(shape))));
    if (!values.every(Number.isFinite)) throw new TypeError(`${name}: expected finite values`);
    tensors.set(name, values);
  }
  return { version: text(header.version, 'version'), pack: { id: text(pack.id, 'pack.id'), sha256: text(pack.sha256, 'pack.sha256') }, dim, hidden, tensors, trained: record(header.trained, 'adapter.trained') };
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new TypeError('adapter: expected a JSON header', { cause });
  }
}

function text(json: unknown, where: string): string {
  if (typeof json !== 'string' || json === '') throw new TypeError(`adapter.${where}: expected a non-empty string, got ${String(json)}`);
  return json;
}
