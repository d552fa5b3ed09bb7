// Encodes every photo with another encoder version, from its thumbnail, beside the embeddings in use. Stored embeddings are kept, so
// that an interrupted run resumes with the remaining photos. Through an adapter, what its encoder said of a photo before is not asked again.

import type { PhotoId } from '../../../src-shared/contract.ts';
import { joinRows } from '../../../src-shared/learning/rows.ts';
import type { Engine } from '../../compute/engine.ts';
import type { Store } from '../../store/database.ts';
import { type EncoderVersionId, versionWithoutAdapter } from '../../store/encoder-versions.ts';
import { photosToEncode, readEmbedding, writeEmbeddings } from '../../store/training-photos.ts';
import { readSeen, type Seen } from './pixels.ts';

const BATCH = 16;

export interface EncodeOptions {
  readonly store: Store;
  readonly encoder: EncoderVersionId;
  /** Opens an engine of that version. */
  readonly open: () => Promise<Engine>;
  /** Awaited between batches. */
  readonly pass: () => Promise<void>;
  /** After each stored batch. */
  readonly onStored: (photos: number) => void;
}

/** Resolves when every photo with a readable thumbnail has its embedding. */
export async function encodePhotos({ store, encoder, open, pass, onStored }: EncodeOptions): Promise<void> {
  const engine = await open();
  const plain = engine.pack?.adapt ? versionWithoutAdapter(store, encoder) : null;
  let after = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      await pass();
      const ids = photosToEncode(store, encoder, { after, limit: BATCH });
      const last = ids.at(-1);
      if (last === undefined) return;
      after = last; // the lanes take turns: no batch is taken twice
      const known = plain === null ? [] : ids.flatMap((id) => ({ id, row: readEmbedding(store, plain, id) }));
      const adapted = known.filter((each): each is { id: PhotoId; row: Float32Array } => each.row !== null);
      if (adapted.length > 0) writeEmbeddings(store, encoder, adapted.map(({ id }) => id), await adapt(engine, adapted.map(({ row }) => row)));
      const left = ids.filter((id) => !adapted.some((each) => each.id === id));
      const rows = await Promise.all(left.map(async (id) => ({ id, ...(await readSeen(store, id, engine.side)) })));
      const found = rows.filter((row): row is { id: PhotoId } & Seen => row.pixels !== undefined);
      if (found.length > 0) {
        const large = engine.side === undefined ? {} : { large: joinRows(found.flatMap((row) => row.large ?? [])) };
        const { embeddings, raw } = await engine.describe({ count: found.length, pixels: joinRows(found.map(({ pixels }) => pixels)), ...large });
        writeEmbeddings(store, encoder, found.map(({ id }) => id), embeddings);
        if (raw && plain !== null) writeEmbeddings(store, plain, found.map(({ id }) => id), raw);
      }
      onStored(ids.length);
    }
  };
  try {
    const lanes = await Promise.allSettled(Array.from({ length: engine.workers + 1 }, lane));
    for (const result of lanes) if (result.status === 'rejected') throw result.reason;
  } finally {
    await engine.close();
  }
}

async function adapt({ pack, dim }: Engine, rows: readonly Float32Array[]): Promise<Float32Array> {
  const all = new Float32Array(rows.length * dim);
  rows.forEach((row, at) => all.set(row, at * dim));
  return (await pack?.adapt?.(all)) ?? all;
}
