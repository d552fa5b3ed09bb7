// An engine that looks at photos with the image model of a pack, on the processor. Colours, layout and texture are those of any engine.
import type { ImageTower, TextTower } from '../../../src-shared/packs/pack.ts';
import type { Engine } from '../engine.ts';
import { openTextPool } from './text-pool.ts';
import { openPackPool, type PackPoolOptions } from './pack-pool.ts';

export interface PackEngineOptions extends Pick<PackPoolOptions, 'adapter' | 'workers' | 'deadlineMs' | 'memory'> {
  /** The name of the encoder version. */
  readonly version: string;
  /** Path of the image model, which was checked when it was added. */
  readonly model: string;
  readonly image: ImageTower;
  /** The model for words, if there is one, with the paths of its files. */
  readonly words?: { readonly tower: TextTower; readonly model: string; readonly tokenizer: string } | undefined;
}

/** The model is loaded with the first batch. */
export function openPackEngine({ version, model, image, words, ...limits }: PackEngineOptions): Engine {
  const pool = openPackPool({ model, image, ...limits });
  const texts = words && openTextPool({ model: words.model, tokenizer: words.tokenizer, text: words.tower, dimensions: image.dimensions });
  const { side } = image;
  const [small, large] = [128 * 128 * 3, side * side * 3];
  return {
    backend: 'native',
    encoderVersion: version,
    dim: image.dimensions,
    side,
    workers: pool.workers,
    async describe({ count, pixels, large: seen }) {
      if (!Number.isInteger(count) || count < 1 || pixels.length !== count * small) throw new RangeError(`batch: expected ${count} × 128×128×3 = ${count * small} values, got ${pixels.length}`);
      if (seen?.length !== count * large) throw new RangeError(`large pixels: expected ${count} × ${side}×${side}×3 = ${count * large} values, got ${seen?.length ?? 'none'}`);
      return pool.ask({ kind: 'describe', count, pixels, large: seen });
    },
    pack: {
      sha256: image.sha256,
      async embed(pictures) {
        if (pictures.length === 0 || pictures.length % large !== 0) throw new RangeError(`pictures: expected a multiple of ${side}×${side}×3 = ${large} values, got ${pictures.length}`);
        return pool.ask({ kind: 'embed', large: pictures });
      },
      ...(limits.adapter && { adapt: (rows: Float32Array) => pool.ask({ kind: 'adapt', rows }) })
    },
    ...(texts && { embedWords: (said: string) => texts.embed([words.tower.template.replace('{}', () => said)]) }),
    close: async () => {
      await Promise.all([pool.close(), texts?.close()]);
    }
  };
}
