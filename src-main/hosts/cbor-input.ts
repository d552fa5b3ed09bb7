// Reads what a page sends: the subset of CBOR (RFC 8949) that our own pages write, validated before it is decoded, because the
// decoder trusts its input. A 200 kB bignum takes seconds to decode, and deeply nested arrays exhaust the stack.

import { decode } from 'cbor-x';
import { CodedError } from '../failure.ts';

/** Maximum nesting of arrays and objects; a request has a handful of levels. */
const DEEPEST = 32;
/** Typed arrays (RFC 8746); a bare Uint8Array is tag 64. */
const TYPED_ARRAYS = { first: 64, last: 87 };

/** The value in `body`; `null` for an empty one. @throws {CodedError} `bad-request` */
export function readCbor(body: Uint8Array): unknown {
  if (body.length === 0) return null;
  const fault = faultOf(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  if (fault !== null) throw new CodedError('bad-request', `expected the input as CBOR: ${fault}`);
  try {
    return decode(body);
  } catch (error) {
    throw new CodedError('bad-request', 'expected the input as CBOR', { cause: error });
  }
}

/** Why `bytes` are not one value as our pages write it; `null` if they are. */
function faultOf(bytes: Buffer): string | null {
  const open: number[] = []; // how many items each enclosing array or object still expects
  let at = 0;
  for (let due = 1; due > 0; ) {
    if (at >= bytes.length) return 'it ends too early';
    const { major, value, next } = readHead(bytes, at);
    if (value === null) return `byte ${at} starts an unsupported item`;
    at = next;
    due--;
    if (major === 2 || major === 3) at += value; // bytes or text
    else if (major === 4 || major === 5) {
      const items = major === 4 ? value : 2 * value;
      if (items > bytes.length - at) return 'an array or object is longer than the input';
      if (items > 0) {
        open.push(due);
        due = items;
      }
      if (open.length > DEEPEST) return `more than ${DEEPEST} levels`;
    } else if (major === 6) {
      if (value < TYPED_ARRAYS.first || value > TYPED_ARRAYS.last) return `tag ${value} is not supported`;
      due++;
    }
    if (at > bytes.length) return 'it ends too early';
    while (due === 0 && open.length > 0) due = open.pop() ?? 0;
  }
  return at === bytes.length ? null : `${bytes.length - at} bytes of trailing data`;
}

/** An item's major type and argument: a length, a tag, or the value itself. `null` for an indefinite length and for reserved values. */
function readHead(bytes: Buffer, at: number): { readonly major: number; readonly value: number | null; readonly next: number } {
  const first = bytes.readUInt8(at);
  const [major, short] = [first >> 5, first & 31];
  if (short < 24) return { major, value: short, next: at + 1 };
  const length = [1, 2, 4, 8][short - 24];
  const next = at + 1 + (length ?? 0);
  if (length === undefined || next > bytes.length) return { major, value: null, next };
  const value = length === 8 ? Number(bytes.readBigUInt64BE(at + 1)) : bytes.readUIntBE(at + 1, length);
  return { major, value, next };
}
