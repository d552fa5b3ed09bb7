// Fields of protobuf messages, with every length checked against the message around it. The reader is at a field's value when `take` is
// called, and after it when that returns, whatever was read.
import type { PbfReader } from 'pbf';
import { ModelFault } from './model-fault.ts';

/** How a field's value is written: a number, eight bytes, a length and as many bytes, four bytes. */
const NUMBER = 0;
const EIGHT = 1;
const BYTES = 2;
const FOUR = 5;

/**
 * Calls `take` for every field up to `end`, with the end of its value; of a number it is not known before it is read.
 * @throws {ModelFault} if a value is longer than what is left
 */
export function eachField(reader: PbfReader, end: number, take: (field: number, end: number) => void): void {
  while (reader.pos < end) {
    const tag = reader.readVarint();
    const [field, form] = [Math.floor(tag / 8), tag & 7];
    reader.type = form;
    const length = form === BYTES ? reader.readVarint() : form === EIGHT ? 8 : form === FOUR ? 4 : form === NUMBER ? 0 : NaN;
    const to = reader.pos + length;
    if (!(to <= end) || field === 0) throw new ModelFault('it is not an ONNX model, or a damaged one');
    if (form === NUMBER) {
      const start = reader.pos;
      take(field, end);
      if (reader.pos === start) reader.readVarint();
    } else {
      take(field, to);
      reader.pos = to;
    }
  }
  if (reader.pos !== end) throw new ModelFault('it is not an ONNX model, or a damaged one');
}

/** Calls `take` for the fields `wanted` of the message up to `end`, at their values. */
export function within(reader: PbfReader, end: number, wanted: number, take: (end: number) => void): void {
  eachField(reader, end, (field, to) => {
    if (field === wanted) take(to);
  });
}
