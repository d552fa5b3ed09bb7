// Between reading and storing: gathers photos into batches, has the engine describe them, and writes each batch whole.
// Bounded: `add` waits while more batches are under way than the engine can take.

import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import type { ReadPhoto, ReadProblem } from '../../photos/read.ts';
import { isSeen } from '../../store/contents.ts';
import type { Store } from '../../store/database.ts';
import type { Descriptors, DescriptorVersions } from '../../store/descriptors.ts';
import { writeIndexed, type IndexedCounts, type IndexedFile } from '../../store/indexed.ts';
import type { FoundFile } from '../../store/scan.ts';

interface DescriberOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly versions: DescriptorVersions;
  /** After each stored batch: what its files were, and how many. */
  readonly onStored: (counts: IndexedCounts, files: number) => void;
}

interface Waiting {
  readonly file: FoundFile;
  readonly outcome: ReadPhoto | ReadProblem;
  /** Known with all that is current, as a copy or at a new place: it is not described again. */
  readonly known: boolean;
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

  /** Takes what was read of a file. Rejects with what an earlier batch failed with. */
  async add(file: FoundFile, outcome: ReadPhoto | ReadProblem): Promise<void> {
    const { store, versions, engine } = this.#options;
    const known = outcome.status === 'photo' && isSeen(store, versions, outcome.hash, outcome.picture ?? '');
    this.#waiting.push({ file, outcome, known });
    if (this.#waiting.length >= BATCH) this.#send();
    while (this.#underWay.size > 2 * engine.workers) await Promise.race(this.#underWay);
    if (this.#failure) throw this.#failure.error;
  }

  /** Stores what is left and waits for all batches. Rejects with what any of them failed with. */
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
    const unknown = batch.flatMap(({ outcome, known }) => (outcome.status === 'photo' && !known ? [outcome] : []));
    const described = unknown.length > 0 ? await describeAll(engine, unknown) : new Map<ReadPhoto, Descriptors>();
    const rows = batch.map(({ file, outcome, known }): IndexedFile =>
      outcome.status === 'problem'
        ? { file, outcome, descriptors: nothing }
        : { file, outcome: { ...outcome, thumbnail: known ? null : outcome.thumbnail }, descriptors: described.get(outcome) ?? nothing }
    );
    onStored(writeIndexed(store, versions, rows, Date.now()), batch.length);
  }
}

async function describeAll(engine: Engine, photos: readonly ReadPhoto[]): Promise<Map<ReadPhoto, Descriptors>> {
  const size = photos[0]?.pixels.length ?? 0;
  const describe = (): ReturnType<Engine['describe']> => {
    const pixels = new Uint8Array(size * photos.length);
    photos.forEach((photo, i) => pixels.set(photo.pixels, i * size));
    return engine.describe({ count: photos.length, pixels });
  };
  // a worker that died is replaced: once more, with the pixels anew, because they were handed over
  const { embeddings, colour, layout, texture } = await describe().catch(describe).catch((error: unknown) => {
    throw new CodedError('engine-failed', `The photos could not be described: ${error instanceof Error ? error.message : String(error)}. Index the folder again; what is stored stays.`, { cause: error });
  });
  const row = (matrix: Float32Array, i: number): Float32Array => matrix.subarray((i * matrix.length) / photos.length, ((i + 1) * matrix.length) / photos.length);
  return new Map(photos.map((photo, i) => [photo, { embedding: row(embeddings, i), features: { colour: row(colour, i), layout: row(layout, i), texture: row(texture, i) } }]));
}
