// The encoder versions of an open library and the engine of the one in use: the app's own, or one opened from weights that were
// trained here. Training and encoding are train-run.ts's; this only knows what there is and switches.

import { readFile, rm } from 'node:fs/promises';
import type { EncoderScores, EncoderVersion } from '../../../src-shared/contract.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import { write } from '../../store/access.ts';
import type { Store } from '../../store/database.ts';
import { encoderFile, sweepEncoderFiles } from '../../store/encoder-files.ts';
import {
  activateEncoderVersion, activeEncoderVersion, dropEncoderVersion, ensureEncoderVersion, readEncoderVersions,
  type EncoderVersion as StoredVersion, type EncoderVersionId
} from '../../store/encoder-versions.ts';

export interface EncodersOptions {
  readonly store: Store;
  /** Of the weights that come with the app. */
  readonly shipped: Engine;
  /** Path of those weights. */
  readonly shippedWeights: string;
  /** Opens an engine of other weights. */
  readonly openEngine: (weights: string) => Promise<Engine>;
}

/** A trained version that did not start, and why. */
export interface FailedEncoder {
  readonly name: string;
  readonly reason: string;
}

export class Encoders {
  readonly #options: EncodersOptions;
  readonly #shipped: EncoderVersionId;
  #engine: Engine;
  #failed: FailedEncoder | null;

  /** Opens the engine of the version in use; where it does not start, the app's own stands in for it until the next opening. */
  static async open(options: EncodersOptions): Promise<Encoders> {
    const { store, shipped } = options;
    const own = ensureEncoderVersion(store, { name: shipped.encoderVersion, dim: shipped.dim, createdAt: Date.now(), scores: null });
    const active = activeEncoderVersion(store);
    let engine = shipped;
    let failed: FailedEncoder | null = null;
    if (active?.trained) {
      try {
        engine = await options.openEngine(encoderFile(store.folder, active.name));
      } catch (error) {
        failed = { name: active.name, reason: error instanceof Error ? error.message : String(error) };
        console.error(`The encoder ${failed.name} cannot be used, so the one of the app stands in for it: ${failed.reason}`);
      }
    }
    if (engine === shipped && !failed && active?.id !== own.id) activateEncoderVersion(store, own.id);
    sweepEncoderFiles(store.folder, readEncoderVersions(store).filter(({ trained }) => trained).map(({ name }) => name));
    return new Encoders(options, own.id, engine, failed);
  }

  private constructor(options: EncodersOptions, shipped: EncoderVersionId, engine: Engine, failed: FailedEncoder | null) {
    this.#options = options;
    this.#shipped = shipped;
    this.#engine = engine;
    this.#failed = failed;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** The version that was chosen and could not be started. */
  get failed(): FailedEncoder | null {
    return this.#failed;
  }

  /** The version in use. */
  get inUse(): StoredVersion {
    if (this.#failed) return this.require(this.#shipped);
    const active = activeEncoderVersion(this.#options.store);
    if (active === null) throw new Error('expected an encoder in use, got none');
    return active;
  }

  /** Those that can be used, newest first; a version of an older app, whose weights are gone, cannot. */
  get all(): EncoderVersion[] {
    const { id: inUse } = this.inUse;
    return readEncoderVersions(this.#options.store)
      .filter((version) => version.trained !== null || version.id === this.#shipped)
      .map(({ id, name, createdAt, scores, trained }) => ({
        id, name, createdAt, inUse: id === inUse, shipped: trained === null,
        trained: trained && { ...trained, before: toScores(trained.before), after: toScores(scores ?? {}) }
      }))
      .reverse();
  }

  /** @throws {CodedError} `bad-request` for one that is not there */
  require(id: EncoderVersionId): StoredVersion {
    const version = readEncoderVersions(this.#options.store).find((known) => known.id === id);
    if (!version || (version.trained === null && id !== this.#shipped)) throw new CodedError('bad-request', `There is no encoder version ${id} in this library.`);
    return version;
  }

  /** Where the weights of a version lie. */
  fileOf(id: EncoderVersionId): string {
    const { store, shippedWeights } = this.#options;
    const { trained, name } = this.require(id);
    return trained ? encoderFile(store.folder, name) : shippedWeights;
  }

  /** The bytes of a version's weights file. Rejects with `engine-failed` where they cannot be read. */
  async weights(version: StoredVersion): Promise<Uint8Array> {
    try {
      return new Uint8Array(await readFile(this.fileOf(version.id)));
    } catch (error) {
      throw new CodedError('engine-failed', `The weights of ${version.name} cannot be read: ${error instanceof Error ? error.message : String(error)}. Choose another version.`, { cause: error });
    }
  }

  /**
   * Puts a version in use whose embeddings are all there. `also` is stored in the same transaction.
   * @returns the engine used before: the caller closes it when nothing runs on it any more, unless it is the app's own
   */
  async use(id: EncoderVersionId, also: () => void = () => {}): Promise<Engine | null> {
    const { store, shipped, openEngine } = this.#options;
    const version = this.require(id);
    const engine = version.trained ? await openEngine(encoderFile(store.folder, version.name)) : shipped;
    try {
      write(store, () => {
        activateEncoderVersion(store, id);
        also();
      });
    } catch (error) {
      if (engine !== shipped) await engine.close();
      throw error;
    }
    const before = this.#engine;
    this.#engine = engine;
    this.#failed = null;
    return before === shipped ? null : before;
  }

  /** @throws {CodedError} `bad-request` for the one in use and for the app's own */
  async delete(id: EncoderVersionId): Promise<void> {
    const { store } = this.#options;
    const version = this.require(id);
    if (version.trained === null) throw new CodedError('bad-request', 'This encoder came with the app and stays.');
    if (this.inUse.id === id) throw new CodedError('bad-request', 'This encoder is in use. Use another one before deleting it.');
    write(store, () => {
      if (this.#failed?.name === version.name) activateEncoderVersion(store, this.#shipped); // it is given up
      dropEncoderVersion(store, id);
    });
    if (this.#failed?.name === version.name) this.#failed = null;
    await rm(encoderFile(store.folder, version.name), { force: true });
  }

  /** Ends the engine of a trained version; the app's own belongs to the app. */
  async close(): Promise<void> {
    if (this.#engine !== this.#options.shipped) await this.#engine.close();
  }
}

function toScores({ recallAt1 = NaN, mAP = NaN, auc }: Readonly<Record<string, number>>): EncoderScores {
  return { recallAt1, mAP, auc: auc ?? null };
}
