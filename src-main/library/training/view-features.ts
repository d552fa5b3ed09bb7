// What an encoder from outside says of several views of each photo: the photo as it is, and random parts of it in other light, as training makes
// them. Looking takes most of the time that training an adapter does, so it is done once a photo and stored (store/view-records.ts).
import type { PhotoId } from '../../../src-shared/contract.ts';
import { toHalf } from '../../../src-shared/learning/encoder/half.ts';
import { seedOf } from '../../../src-shared/learning/random.ts';
import type { ReadPixels } from '../../../src-shared/learning/training/feed.ts';
import type { ViewOptions } from '../../../src-shared/learning/views/two-views.ts';
import type { Engine, PackParts } from '../../compute/engine.ts';
import { openViewMaker, type ViewMaker } from '../../compute/view-maker.ts';
import { CodedError, isWorkerFailure } from '../../failure.ts';
import type { Store } from '../../store/database.ts';
import { hashOfPhoto } from '../../store/training-photos.ts';
import { ViewRecords } from '../../store/view-records.ts';
import { FEWEST_PHOTOS } from './held-out.ts';
import { readPixels } from './pixels.ts';

export interface ViewFeaturesOptions {
  readonly store: Store;
  /** Of a pack. */
  readonly engine: Engine;
  readonly views: Required<Pick<ViewOptions, 'leastArea' | 'grey' | 'blurred'>>;
  readonly mostBytes?: number;
}

export interface LookOptions {
  /** Seconds that it may take; a few photos are looked at in any case. */
  readonly seconds: number;
  readonly seed: number;
  readonly pass: () => Promise<void>;
  readonly onLooked: (photos: number, seconds: number) => void;
  /** The current time in milliseconds. */
  readonly now?: () => number;
}

export interface ViewFeatures {
  /** Looks at those of `ids` that were not looked at before, in their order, while there is time and room. Those that were looked at by then. */
  look(ids: Uint32Array, options: LookOptions): Promise<Uint32Array>;
  /** The halves of a photo's views, views × dim; `null` if it was not looked at. */
  readonly read: ReadPixels;
  close(): Promise<void>;
}

/** Parts of a photo, beside the whole: each costs as much as encoding it. */
export const PARTS = 4;
/** Thumbnails have no more pixels, from which a part can be enlarged. */
const THUMBNAIL_SIDE = 320;

type Look = Required<Pick<Engine, 'dim' | 'side' | 'workers'>> & { readonly pack: PackParts };

/** @throws {CodedError} as `ViewRecords.open`; `engine-failed` if the engine is no pack's */
export async function openViewFeatures({ store, engine: { pack, dim, side, workers, encoderVersion }, views, mostBytes }: ViewFeaturesOptions): Promise<ViewFeatures> {
  if (!pack || side === undefined) throw new CodedError('engine-failed', 'An adapter can only learn on an encoder from outside.');
  const head = JSON.stringify({ format: 1, sha256: pack.sha256, pack: encoderVersion, dim, parts: PARTS, ...views });
  const records = await ViewRecords.open({ stored: store.folder, pack: encoderVersion, head, size: (1 + PARTS) * dim * 2, ...(mostBytes !== undefined && { mostBytes }) });
  const maker = openViewMaker();
  const hashOf = (id: number): string | null => hashOfPhoto(store, id as PhotoId); // ids of photos
  return {
    async look(ids, { seconds, seed, pass, onLooked, now = () => performance.now() }) {
      const began = now();
      let next = 0;
      let looked = 0;
      const isOver = (): boolean => next >= ids.length || records.full || (looked >= FEWEST_PHOTOS && (now() - began) / 1000 >= seconds);
      const lane = async (): Promise<void> => {
        while (!isOver()) {
          await pass();
          if (isOver()) return; // another lane took the rest meanwhile
          const id = ids[next++]!;
          const hash = hashOf(id);
          if (hash === null) continue;
          if (!records.has(hash)) {
            const seen = await lookAt({ store, maker, engine: { pack, dim, side, workers } }, id as PhotoId, { side, seed: seedOf(seed, id), ...views }); // a photo's
            if (!seen) continue;
            await records.add(hash, toHalf(seen));
          }
          onLooked(++looked, (now() - began) / 1000);
        }
      };
      // waits for all lanes, so that nothing is under way when the caller closes it
      const lanes = await Promise.allSettled(Array.from({ length: workers + 1 }, () => lane().catch((error: unknown) => {
        next = ids.length;
        throw error;
      })));
      for (const result of lanes) if (result.status === 'rejected') throw asLooking(result.reason);
      return ids.filter((id) => records.has(hashOf(id) ?? ''));
    },
    read: async (id) => records.read(hashOf(id) ?? ''),
    close: async () => {
      await Promise.all([maker.close(), records.close()]);
    }
  };
}

/** Embeddings of a photo and its parts, (1 + PARTS) × dim; `null` if it has no readable thumbnail, or no finite numbers. */
async function lookAt({ store, maker, engine }: { readonly store: Store; readonly maker: ViewMaker; readonly engine: Look }, id: PhotoId, options: ViewOptions): Promise<Float32Array | null> {
  const { side, pack } = engine;
  const from = Math.max(side, Math.min(THUMBNAIL_SIDE, 2 * side));
  const [whole, source] = await Promise.all([readPixels(store, id, side), readPixels(store, id, from)]);
  if (!whole || !source) return null;
  const parts = await maker.draw(source, from, PARTS, options);
  const all = new Uint8Array(whole.length + parts.length);
  all.set(whole);
  all.set(parts, whole.length);
  const rows = await pack.embed(all);
  return rows.every(Number.isFinite) ? rows : null;
}

/** The pack's process has no other backend to fall back to: its failure ends the run, which can be resumed. */
export function asLooking(error: unknown): unknown {
  return isWorkerFailure(error) ? new CodedError('engine-failed', `The encoder from outside could not look at the photos: ${error.message}. What it saw is kept: start the training again to go on.`, { cause: error }) : error;
}
