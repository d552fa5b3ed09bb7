// The encoder versions of an open library and the engine of the one in use: the app's own, or one with weights trained here. Lists,
// switches and deletes versions; does not train or encode (run.ts).

import { readFile } from 'node:fs/promises';
import type { EncoderScores, EncoderVersion } from '../../../src-shared/contract.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import { write } from '../../store/access.ts';
import type { Store } from '../../store/database.ts';
import { encoderFile, ensureEncoderFile, removeEncoderFile, sweepEncoderFiles } from '../../store/encoder-files.ts';
import {
  activateEncoderVersion, activeEncoderVersion, dropEncoderVersion, ensureEncoderVersion, readEncoderVersions,
  type EncoderVersion as StoredVersion, type EncoderVersionId
} from '../../store/encoder-versions.ts';

export interface EncodersOptions {
  readonly store: Store;
  /** The engine of the weights that ship with the app. */
  readonly shipped: Engine;
  /** Path of those weights. */
  readonly shippedWeights: string;
  /** Opens an engine with the weights file at a path. */
  readonly openEngine: (weights: string) => Promise<Engine>;
}

/** A trained version whose engine did not start, and why. */
export interface FailedEncoder {
  readonly name: string;
  readonly reason: string;
}

export class Encoders {
  readonly #options: EncodersOptions;
  readonly #shipped: EncoderVersionId;
  #engine: Engine;
  #failed: FailedEncoder | null;

  /** Opens the engine of the version in use; if it does not start, the app's own replaces it until the library is next opened. */
  static async open(options: EncodersOptions): Promise<Encoders> {
    const { store, shipped } = options;
    const own = ensureEncoderVersion(store, { name: shipped.encoderVersion, dim: shipped.dim, createdAt: Date.now(), scores: null });
    const active = activeEncoderVersion(store);
    let engine = shipped;
    let failed: FailedEncoder | null = null;
    if (active?.trained) {
      try {
        await ensureEncoderFile(store.folder, active.name);
        engine = await options.openEngine(encoderFile(store.folder, active.name));
      } catch (error) {
        failed = { name: active.name, reason: error instanceof Error ? error.message : String(error) };
        console.error(`The encoder ${failed.name} cannot be used; the app's own encoder is used instead: ${failed.reason}`);
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

  /** The version in use, if its engine did not start. */
  get failed(): FailedEncoder | null {
    return this.#failed;
  }

  /** The version in use. */
  get inUse(): StoredVersion {
    if (this.#failed) return this.require(this.#shipped);
    const active = activeEncoderVersion(this.#options.store);
    if (active === null) throw new Error('expected an active encoder version, got none');
    return active;
  }

  /** All usable versions, newest first: without those that shipped with an older app, whose weights are gone. */
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

  /** The version `id`. @throws {CodedError} `bad-request` if there is none */
  require(id: EncoderVersionId): StoredVersion {
    const version = readEncoderVersions(this.#options.store).find((known) => known.id === id);
    if (!version || (version.trained === null && id !== this.#shipped)) throw new CodedError('bad-request', `There is no encoder version ${id} in this library.`);
    return version;
  }

  /** Path of a version's weights file. */
  fileOf(id: EncoderVersionId): string {
    const { store, shippedWeights } = this.#options;
    const { trained, name } = this.require(id);
    return trained ? encoderFile(store.folder, name) : shippedWeights;
  }

  /** The bytes of a version's weights file. Rejects with `engine-failed` if they cannot be read. */
  async weights(version: StoredVersion): Promise<Uint8Array> {
    try {
      return new Uint8Array(await readFile(this.fileOf(version.id)));
    } catch (error) {
      throw new CodedError('engine-failed', `The weights of ${version.name} cannot be read: ${error instanceof Error ? error.message : String(error)}. Choose another version.`, { cause: error });
    }
  }

  /**
   * Switches to a version whose embeddings are complete. `also` is stored in the same transaction.
   * @returns the previous engine, which the caller closes once nothing uses it; `null` if that is the app's own
   */
  async use(id: EncoderVersionId, also: () => void = () => {}): Promise<Engine | null> {
    const { store, shipped, openEngine } = this.#options;
    const version = this.require(id);
    if (version.trained) await ensureEncoderFile(store.folder, version.name);
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

  /** Deletes a version and its embeddings. @throws {CodedError} `bad-request` for the one in use and for the app's own */
  async delete(id: EncoderVersionId): Promise<void> {
    const { store } = this.#options;
    const version = this.require(id);
    if (version.trained === null) throw new CodedError('bad-request', 'This encoder ships with the app and cannot be deleted.');
    if (this.inUse.id === id) throw new CodedError('bad-request', 'This encoder is in use. Switch to another one before deleting it.');
    write(store, () => {
      if (this.#failed?.name === version.name) activateEncoderVersion(store, this.#shipped); // given up by deleting it
      dropEncoderVersion(store, id);
    });
    if (this.#failed?.name === version.name) this.#failed = null;
    await removeEncoderFile(store.folder, version.name);
  }

  /** Closes the engine of a trained version; the app's own belongs to the app. */
  async close(): Promise<void> {
    if (this.#engine !== this.#options.shipped) await this.#engine.close();
  }
}

function toScores({ recallAt1 = NaN, mAP = NaN, auc }: Readonly<Record<string, number>>): EncoderScores {
  return { recallAt1, mAP, auc: auc ?? null };
}
