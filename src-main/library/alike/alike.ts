// What is like what in the open library: photos near one of them, and photos like any image. Images are looked at without being added.
import { join } from 'node:path';
import type { ImageSource, LensId, LikePhotos, LikeWhat, Neighbour, PhotoId, SeenImage, WordsLook } from '../../../src-shared/contract.ts';
import type { Filter } from '../../../src-shared/finding/filter.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError, isWorkerFailure } from '../../failure.ts';
import { PhotoProblem } from '../../photos/problem.ts';
import type { Store } from '../../store/database.ts';
import type { DescriptorVersions } from '../../store/descriptors.ts';
import { readPhoto } from '../../store/photos.ts';
import { workerFile } from '../../workers/worker-file.ts';
import { WorkerPool } from '../../workers/worker-pool.ts';
import type { LearnedSpace } from '../spaces/lens-spaces.ts';
import { nearestTo } from '../spaces/nearest.ts';
import type { AlikeRequest } from './alike-worker.ts';
import { seeImage } from './see.ts';
import { understandWords } from './words.ts';

export interface AlikeOptions {
  readonly store: Store;
  readonly engine: () => Engine;
  readonly versions: () => DescriptorVersions;
  readonly space: (lensId: LensId) => Promise<LearnedSpace>;
  readonly find: (filter: Filter, lensId: LensId) => Promise<Uint32Array>;
}

export interface LikeOptions {
  /** Photos to rank; all if left out. */
  readonly filter?: Filter | null;
  readonly count: number;
}

const DEADLINE_MS = 60_000;
/** A library that nobody searches in so long frees the memory. */
const IDLE_MS = 5 * 60_000;

export class Alike {
  readonly #options: AlikeOptions;
  readonly #workers: WorkerPool<LikePhotos>;

  constructor(options: AlikeOptions) {
    this.#options = options;
    this.#workers = WorkerPool.lazy(workerFile('alike-worker', import.meta.url), { stored: options.store.folder }, 1, { idleMs: IDLE_MS });
  }

  /** The photos nearest to one of them, which is not among those. */
  async neighbours(id: PhotoId, count: number, lensId: LensId): Promise<Neighbour[]> {
    return nearestTo((await this.#options.space(lensId)).space, id, count);
  }

  /** What an image looks like. An image that cannot be read is no failure. Rejects with `photo-missing` for a part of a photo that is not here now. */
  async see(source: ImageSource): Promise<SeenImage> {
    try {
      return { status: 'seen', ...(await (source.kind === 'bytes' ? this.#see({ bytes: source.bytes }) : this.#seePart(source))) };
    } catch (error) {
      if (error instanceof PhotoProblem) return { status: 'problem', code: error.code };
      if (isWorkerFailure(error)) throw new CodedError('engine-failed', `The image could not be looked at: ${error.message}. Try again.`, { cause: error });
      throw error;
    }
  }

  /** What words mean to the encoder in use. Rejects with `bad-request` where it understands none. */
  async understand(words: string): Promise<WordsLook> {
    return understandWords(this.#options.engine(), words);
  }

  /** Photos by their distance to the nearest of `like`. Rejects with `bad-request` for an image that another encoder saw. */
  async like(lensId: LensId, like: readonly LikeWhat[], { filter = null, count }: LikeOptions): Promise<LikePhotos> {
    const { engine, versions, space: read, find } = this.#options;
    const { encoderVersion } = engine();
    if (like.some((what) => what.kind !== 'photo' && what.look.encoder !== encoderVersion)) throw new CodedError('bad-request', 'The encoder has changed since this was looked at. Search again.');
    const [{ prior, space, maps }, among] = await Promise.all([read(lensId), filter ? find(filter, lensId) : null]);
    const sections = prior.metric?.sections ?? [];
    const message: AlikeRequest = {
      space: { versions: versions(), prior: { revision: prior.revision, ids: prior.ids, dims: prior.dims, points: prior.points, sections }, lens: { points: space.points, sections: space.metric?.sections ?? sections }, maps },
      question: { like, among, count }
    };
    try {
      return await this.#workers.run({ message, deadlineMs: DEADLINE_MS });
    } catch (error) {
      if (error instanceof RangeError) throw new CodedError('bad-request', `This image cannot be compared with the photos: ${error.message}`, { cause: error });
      throw new CodedError('engine-failed', `The photos could not be compared: ${error instanceof Error ? error.message : String(error)}. Try again.`, { cause: error });
    }
  }

  /** Gives the memory of the last ranking back. */
  rest(): Promise<void> {
    return this.#workers.endIdle();
  }

  close(): Promise<void> {
    return this.#workers.close();
  }

  #see(from: Parameters<typeof seeImage>[1], region?: Parameters<typeof seeImage>[2]): ReturnType<typeof seeImage> {
    return seeImage(this.#options.engine(), from, region);
  }

  /** From the first of the photo's files that can be read. */
  async #seePart({ photo, region }: Extract<ImageSource, { kind: 'part' }>): ReturnType<typeof seeImage> {
    let why: unknown;
    for (const { folder, path } of readPhoto(this.#options.store, photo).files) {
      try {
        return await this.#see({ path: join(folder, path) }, region);
      } catch (error) {
        if (!(error instanceof PhotoProblem)) throw error;
        why = error;
      }
    }
    throw new CodedError('photo-missing', `The photo cannot be read: ${why instanceof Error ? why.message : 'no file is left'}. Put the file back or index the folder again.`, { cause: why });
  }
}
