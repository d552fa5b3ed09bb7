// A training as bytes: "KTRN", u32 format, u32 header length, JSON header padded with spaces to a multiple of 4, then rows of float32. All
// little endian and exact, so that a resumed training continues as if it had never stopped. Bytes in, bytes out.
import { record } from '../encoder/architecture.ts';
import type { Recipe } from './recipe.ts';

export interface Checkpoint {
  /** Version of the encoder that the training started from. */
  readonly base: string;
  readonly recipe: Recipe;
  readonly steps: number;
  readonly seen: number;
  /** Equally long rows, by name. */
  readonly rows: Readonly<Record<(typeof rowNames)[number], Float32Array>>;
}

export const rowNames = ['value', 'mean', 'square', 'average'] as const;

const magic = 'KTRN';
const format = 1;
const prefix = 12;

export function writeCheckpoint({ base, recipe, steps, seen, rows }: Checkpoint): Uint8Array<ArrayBuffer> {
  const size = rows.value.length;
  const text = new TextEncoder().encode(JSON.stringify({ base, recipe, steps, seen, size }));
  const start = prefix + Math.ceil(text.length / 4) * 4;
  const out = new Uint8Array(start + rowNames.length * size * 4).fill(0x20, prefix, start);
  const view = new DataView(out.buffer);
  out.set(new TextEncoder().encode(magic));
  view.setUint32(4, format, true);
  view.setUint32(8, start - prefix, true);
  out.set(text, prefix);
  rowNames.forEach((name, i) => out.set(new Uint8Array(rows[name].buffer, rows[name].byteOffset, size * 4), start + i * size * 4));
  return out;
}

/** Throws a `TypeError` that states expected and got if the bytes are truncated, not a checkpoint, or of other weights, recipe or size than `like`. */
export function readCheckpoint(bytes: Uint8Array, like: { readonly base: string; readonly recipe: Recipe; readonly size: number }): Checkpoint {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4));
  if (bytes.length < prefix || start !== magic) throw new TypeError(`checkpoint: expected ${magic} at the start, got ${JSON.stringify(start)}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(4, true) !== format) throw new TypeError(`checkpoint: expected format ${format}, got ${view.getUint32(4, true)}`);
  const end = prefix + view.getUint32(8, true);
  const { base, recipe, steps, seen, size } = record(parse(bytes.subarray(prefix, end)), 'checkpoint');
  if (base !== like.base) throw new TypeError(`checkpoint: expected a training of encoder ${like.base}, got ${String(base)}`);
  const [wanted, found] = [record(like.recipe, 'recipe'), record(recipe, 'checkpoint.recipe')];
  for (const name of Object.keys({ ...wanted, ...found })) {
    const [value, got] = [wanted[name], found[name]];
    if (got !== value) throw new TypeError(`checkpoint: expected ${name} ${String(value)}, got ${String(got)}`);
  }
  if (size !== like.size) throw new TypeError(`checkpoint: expected ${like.size} parameters, got ${String(size)}`);
  const length = like.size * 4;
  if (bytes.length !== end + rowNames.length * length) {
    throw new TypeError(`checkpoint: expected ${end + rowNames.length * length} bytes, got ${bytes.length}`);
  }
  // a copy, because float32 rows must start at multiples of 4 in their buffer
  const rows = Object.fromEntries(rowNames.map((name, i) => [name, new Float32Array(bytes.slice(end + i * length, end + (i + 1) * length).buffer)]));
  return { base, recipe: like.recipe, steps: whole(steps, 'steps'), seen: whole(seen, 'seen'), rows: rows as Checkpoint['rows'] }; // one of each name
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new TypeError('checkpoint: expected a JSON header', { cause });
  }
}

function whole(json: unknown, where: string): number {
  if (typeof json !== 'number' || !Number.isSafeInteger(json) || json < 0) throw new TypeError(`checkpoint: expected a count of ${where}, got ${String(json)}`);
  return json;
}
