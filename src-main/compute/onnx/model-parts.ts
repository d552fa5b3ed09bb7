// Tensors in a model file: their sizes, which have to be those of the data that is there. Data in other files is refused.
import type { PbfReader } from 'pbf';
import { ModelFault } from './model-fault.ts';
import { eachField } from './protobuf.ts';

/** An input or output. `type` is TensorProto.DataType; a side that is not fixed is `null`, and so is a shape that is not said. */
export interface ValueFacts {
  readonly name: string;
  readonly type: number | null;
  readonly shape: readonly (number | null)[] | null;
}

export interface Graph {
  readonly inputs: ValueFacts[];
  readonly outputs: ValueFacts[];
  /** Names of its constants. */
  readonly constants: Set<string>;
}

/** TensorProto.DataType. */
export const FLOAT = 1;
export const INT32 = 6;
export const INT64 = 7;
const STRING = 8;
/** How several values in one field are written. */
const PACKED = 2;
/** Bits of a value by its type, from 0 on; 0 where there is none. */
const BITS = [0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4];

/** @throws {ModelFault} if its data lies elsewhere, or is not as large as its sides say */
export function readTensor(reader: PbfReader, end: number): { readonly name: string; readonly size: number } {
  let [name, type, size, raw] = ['', 0, 1, -1];
  // values that are written as numbers take at least a byte each
  let numbers = 0;
  eachField(reader, end, (field, to) => {
    if (field === 1) {
      // one side, or all of them
      do {
        const side = reader.readVarint(true);
        size *= side >= 0 ? side : NaN;
      } while (reader.type === PACKED && reader.pos < to);
    }
    if (field === 2) type = reader.readVarint();
    if (field === 4 || field === 5 || field === 7 || field === 10 || field === 11) numbers += reader.type === PACKED ? to - reader.pos : 8;
    if (field === 8) name = new TextDecoder().decode(reader.buf.subarray(reader.pos, to));
    if (field === 9) raw = to - reader.pos;
    if (field === 13 || (field === 14 && reader.readVarint() !== 0)) throw new ModelFault('it keeps data in another file; save the model as one file (without external data)');
  });
  if (type === STRING) throw new ModelFault('it has constants of text, which an encoder does not need');
  const bits = BITS[type] ?? 0;
  if (bits === 0 || !Number.isSafeInteger(size)) throw new ModelFault(`its constant ${name} has no valid type and size`);
  if (raw >= 0 ? raw !== Math.ceil((size * bits) / 8) : size > numbers) throw new ModelFault(`its constant ${name} should have ${size} values, and has fewer`);
  return { name, size };
}
