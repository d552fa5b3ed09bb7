// The checkpoint of a training run: u32 length (little endian) and JSON of how far the run is, then the trainer's own checkpoint
// (checkpoint.ts). Bytes in, bytes out: where they are stored, and what the JSON says, is the run's.
import { record } from '../encoder/architecture.ts';

export interface RunCheckpoint {
  readonly head: Readonly<Record<string, unknown>>;
  /** As the trainer returned it. */
  readonly trainer: Uint8Array;
}

const prefix = 4;

/** `head` must survive JSON. */
export function packRun(head: object, trainer: Uint8Array): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(head));
  const bytes = new Uint8Array(prefix + json.length + trainer.length);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, prefix);
  bytes.set(trainer, prefix + json.length);
  return bytes;
}

/** Throws a `TypeError` that states expected and got if the bytes are truncated or not such a checkpoint. */
export function unpackRun(bytes: Uint8Array): RunCheckpoint {
  const length = bytes.length < prefix ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const end = prefix + length;
  if (bytes.length < end) throw new TypeError(`run checkpoint: expected at least ${end} bytes, got ${bytes.length}`);
  return { head: record(parse(bytes.subarray(prefix, end)), 'run checkpoint'), trainer: bytes.slice(end) };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new TypeError('run checkpoint: expected JSON after the length', { cause });
  }
}
