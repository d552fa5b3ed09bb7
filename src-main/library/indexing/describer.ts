// Between reading and storing: gathers photos into batches, has the engine describe them, and writes each batch in one transaction.
// Bounded: `add` waits while more batches are in progress than the engine can take.

import { joinRows } from '../../../src-shared/learning/rows.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import type { ReadOutcome, ReadPhoto } from '../../photos/read.ts';
import { thumbnailPixels } from '../../photos/thumbnail-pixels.ts';
import type { Store } from '../../store/database.ts';
import type { Descriptors, DescriptorVersions } from '../../store/descriptors.ts';
import { fitsHalf } from '../../store/half.ts';
import { writeIndexed, type IndexedCounts, type IndexedFile } from '../../store/indexed.ts';
import type { FoundFile } from '../../store/scan.ts';

interface DescriberOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly versions: DescriptorVersions;
  /** Called after each stored batch, with counts by kind and the number of files. */
  readonly onStored: (counts: IndexedCounts, files: number) => void;
}

interface Waiting {
  readonly file: FoundFile;
  readonly outcome: ReadOutcome;
}

const BATCH = 16;
const nothing: Descriptors = { embedding: null, features: null };

export class Describer {
  readonly #options: DescriberOptions;
  #waiting: Waiting[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | null = null;

  constructor(options: DescriberOptions) {
    this.#options = options;
  }

  /** Takes the outcome of reading a file. Rejects with the failure of an earlier batch. */
  async add(file: FoundFile, outcome: ReadOutcome): Promise<void> {
    const { engine } = this.#options;
    this.#waiting.push({ file, outcome });
    if (this.#waiting.length >= BATCH) this.#send();
    while (this.#underWay.size > 2 * engine.workers) await Promise.race(this.#underWay);
    if (this.#failure) throw this.#failure.error;
  }

  /** Stores what is left and waits for all batches. Rejects with the failure of any of them. */
  async finish(): Promise<void> {
    if (this.#waiting.length > 0 && !this.#failure) this.#send();
    await Promise.all(this.#underWay);
    if (this.#failure) throw this.#failure.error;
  }

  #send(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const work = this.#process(batch).catch((error: unknown) => {
      this.#failure ??= { error };
    });
    this.#underWay.add(work);
    void work.then(() => this.#underWay.delete(work));
  }

  async #process(batch: readonly Waiting[]): Promise<void> {
    const { engine, store, versions, onStored } = this.#options;
    const drawn = batch.flatMap(({ outcome }) => (isDrawn(outcome) ? [outcome] : []));
    const described = drawn.length > 0 ? await describeAll(engine, drawn) : new Map<ReadPhoto, Descriptors>();
    const rows = await Promise.all(batch.map(async ({ file, outcome }): Promise<IndexedFile> => {
      const descriptors = isDrawn(outcome) ? await this.#finite(outcome, described.get(outcome) ?? nothing) : nothing;
      return descriptors ? { file, outcome, descriptors } : { file, outcome: notDescribed, descriptors: nothing };
    }));
    onStored(writeIndexed(store, versions, rows, Date.now()), batch.length);
  }

  /** `null` for a photo whose numbers are not finite even when it is described alone: it must not end the run for all others. */
  async #finite(photo: ReadPhoto, descriptors: Descriptors): Promise<Descriptors | null> {
    if (isFinite(descriptors)) return descriptors;
    const again = (await describeAll(this.#options.engine, [photo])).get(photo);
    return again && isFinite(again) ? again : null;
  }
}

function isFinite({ embedding, raw, features }: Descriptors): boolean {
  const vectors = [embedding, raw, features?.colour, features?.layout, features?.texture];
  return vectors.every((vector) => !vector || fitsHalf(vector));
}

/** The problem of a picture that can be decoded but not described. */
const notDescribed = { status: 'problem', code: 'damaged', detail: 'the encoder returns no finite numbers for this picture' } as const;

/** The other outcomes are of known photos (a copy, a new path, new metadata), which are not described again. */
function isDrawn(outcome: ReadOutcome): outcome is ReadPhoto {
  return outcome.status === 'photo' && outcome.pixels !== null;
}

async function describeAll(engine: Engine, photos: readonly ReadPhoto[]): Promise<Map<ReadPhoto, Descriptors>> {
  const size = photos[0]?.pixels.length ?? 0;
  const describe = async (): ReturnType<Engine['describe']> => {
    const pixels = new Uint8Array(size * photos.length);
    photos.forEach((photo, i) => pixels.set(photo.pixels, i * size));
    return engine.describe({ count: photos.length, pixels, ...(engine.side !== undefined && { large: await largeOf(photos, engine.side) }) });
  };
  // a worker that died is replaced: retry once, sending the pixels again, because they were transferred
  const { embeddings, raw, colour, layout, texture, fingerprints } = await describe().catch(describe).catch((error: unknown) => {
    throw new CodedError('engine-failed', `The photos could not be described: ${error instanceof Error ? error.message : String(error)}. Index the folder again; what is stored stays.`, { cause: error });
  });
  const row = (matrix: Float32Array, i: number): Float32Array => matrix.subarray((i * matrix.length) / photos.length, ((i + 1) * matrix.length) / photos.length);
  const printed = fingerprints.length / photos.length;
  return new Map(photos.map((photo, i) => [photo, {
    embedding: row(embeddings, i), raw: raw ? row(raw, i) : null, features: { colour: row(colour, i), layout: row(layout, i), texture: row(texture, i) },
    fingerprint: fingerprints.subarray(i * printed, (i + 1) * printed)
  }]));
}

/** What an encoder from outside needs: from the thumbnails, as later, when these are all that is at hand. */
async function largeOf(photos: readonly ReadPhoto[], side: number): Promise<Uint8Array> {
  return joinRows(await Promise.all(photos.map(({ thumbnail }) => thumbnailPixels(thumbnail, side))));
}
