// The word model of a pack in ONNX Runtime: tokens to embeddings in the space of its image model.
import type { TextTower } from '../../../src-shared/packs/pack.ts';
import { normaliseRows } from '../../../src-shared/learning/encoder/normalise.ts';
import type { TextPort } from './check-tower.ts';
import { openModel } from './image-session.ts';
import { ModelFault } from './model-fault.ts';
import { loadRuntime } from './runtime.ts';

export interface TextSession {
  /** Embeds texts of any numbers of tokens, longer ones cut: texts × dimensions, each row of length 1. Blocks. Rejects as `ImageSession.embed`. */
  embed(texts: readonly (readonly number[])[]): Promise<Float32Array<ArrayBuffer>>;
  release(): Promise<void>;
}

/** @param model path of its file, which was checked */
export async function openTextSession(model: string, { length, pad }: Pick<TextTower, 'length' | 'pad'>, port: TextPort, dimensions: number, threads: number): Promise<TextSession> {
  const session = await openModel(model, threads);
  const { Tensor } = loadRuntime();
  const toTensor = (type: 'int32' | 'int64', values: readonly number[]): InstanceType<typeof Tensor> =>
    new Tensor(type, type === 'int32' ? Int32Array.from(values) : BigInt64Array.from(values, BigInt), [1, length]);
  return {
    async embed(texts) {
      const rows = new Float32Array(texts.length * dimensions);
      for (const [at, text] of texts.entries()) {
        const tokens = fill(text, length, pad);
        const mask = tokens.map((_, i) => (i < text.length ? 1 : 0));
        const { [port.output]: out } = await session.run({ [port.input]: toTensor(port.type, tokens), ...(port.mask && { [port.mask.name]: toTensor(port.mask.type, mask) }) }, [port.output]);
        if (out?.type !== 'float32' || out.data.length !== dimensions) throw new ModelFault(`its output has the sides ${out?.dims.join(' × ') ?? 'of nothing'}, expected 1 × ${dimensions}`);
        rows.set(out.data as Float32Array, at * dimensions); // as its type says
        out.dispose();
      }
      return normaliseRows(rows, dimensions);
    },
    release: () => session.release()
  };
}

/** Exactly `length` tokens. A text that is cut keeps its last token, which tells models that it ends. */
export function fill(tokens: readonly number[], length: number, pad: number): number[] {
  if (tokens.length > length) return [...tokens.slice(0, length - 1), tokens.at(-1)!];
  return [...tokens, ...Array.from({ length: length - tokens.length }, () => pad)];
}
