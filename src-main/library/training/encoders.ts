// The encoder versions of an open library and the engine of the one in use: the app's own, the same with one look as it was before, one with
// weights trained here, or one that computes with a pack, as it is or through an adapter that was trained here. Lists, switches and deletes
// versions; does not train or encode (run.ts).

import { readFile } from 'node:fs/promises';
import type { EncoderScores, EncoderVersion } from '../../../src-shared/contract.ts';
import { withLooks } from '../../../src-shared/learning/encoder/weights.ts';
import type { Engine } from '../../compute/engine.ts';
import { CodedError } from '../../failure.ts';
import { write } from '../../store/access.ts';
import type { Store } from '../../store/database.ts';
import { encoderFile, ensureEncoderFile, removeEncoderFile, removeViews, sweepEncoderFiles } from '../../store/encoder-files.ts';
import {
  activateEncoderVersion, activeEncoderVersion, dropEncoderVersion, ensureEncoderVersion, readEncoderVersions, wasUsed,
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
  /** Opens an engine with a pack, by its id. */
  readonly openPack: OpenPack;
}

/** Opens an engine with a pack, and with an adapter by the bytes of its file. Rejects with the reason where the pack is gone, damaged or another one, or ONNX Runtime does not load. */
export type OpenPack = (id: string, adapter?: Uint8Array) => Promise<Engine>;

/** Where nothing can open packs. */
export const noPacks: OpenPack = () => Promise.reject(new CodedError('pack-refused', 'Encoders from outside cannot be used here.'));

/** A version whose engine did not start, and why. */
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
    if (active && (active.trained || active.pack || isFormer(active, shipped))) {
      try {
        engine = await openVersion(options, active);
      } catch (error) {
        failed = { name: active.pack?.title ?? active.name, reason: error instanceof Error ? error.message : String(error) };
        console.error(`The encoder ${failed.name} cannot be used; the app's own encoder is used instead: ${failed.reason}`);
      }
    }
    if (engine === shipped && !failed && active?.id !== own.id) activateEncoderVersion(store, own.id);
    const versions = readEncoderVersions(store);
    sweepEncoderFiles(store.folder, versions.filter(({ trained }) => trained).map(({ name }) => name), versions.flatMap(({ pack }) => pack?.id ?? []));
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

  /** The app's own version, where the library still has the same weights with one look in use and was never switched: to be followed. */
  get successor(): EncoderVersionId | null {
    const { store, shipped } = this.#options;
    return isFormer(this.inUse, shipped) && !wasUsed(store, this.#shipped) ? this.#shipped : null;
  }

  /** All usable versions, newest first: without those that shipped with an older app, whose weights are gone. */
  get all(): EncoderVersion[] {
    const { id: inUse } = this.inUse;
    return readEncoderVersions(this.#options.store)
      .filter((version) => this.#isUsable(version))
      .map(({ id, name, createdAt, scores, trained, pack }) => ({
        id, name, createdAt, inUse: id === inUse, shipped: id === this.#shipped,
        pack: pack && { id: pack.id, title: pack.title, before: pack.before && toScores(pack.before), after: scores && toScores(scores), heldOut: pack.heldOut },
        trained: trained && { ...trained, before: toScores(trained.before), after: toScores(scores ?? {}) }
      }))
      .reverse();
  }

  /** The version `id`. @throws {CodedError} `bad-request` if there is none */
  require(id: EncoderVersionId): StoredVersion {
    const version = readEncoderVersions(this.#options.store).find((known) => known.id === id);
    if (!version || !this.#isUsable(version)) throw new CodedError('bad-request', `There is no encoder version ${id} in this library.`);
    return version;
  }

  /** Opens another engine of a version. */
  open(id: EncoderVersionId): Promise<Engine> {
    const { openEngine, shippedWeights } = this.#options;
    return id === this.#shipped ? openEngine(shippedWeights) : openVersion(this.#options, this.require(id));
  }

  /** The bytes of a version's weights file; `null` for an encoder from outside as it is. Rejects with `engine-failed` if they cannot be read. */
  async weights(version: StoredVersion): Promise<Uint8Array | null> {
    if (version.pack && !version.trained) return null;
    try {
      const { store, shipped, shippedWeights } = this.#options;
      const bytes = new Uint8Array(await readFile(version.trained ? encoderFile(store.folder, version.name) : shippedWeights));
      return isFormer(version, shipped) ? withLooks(bytes, 1) : bytes;
    } catch (error) {
      throw new CodedError('engine-failed', `The weights of ${version.name} cannot be read: ${error instanceof Error ? error.message : String(error)}. Choose another version.`, { cause: error });
    }
  }

  /**
   * Switches to a version whose embeddings are complete. `also` is stored in the same transaction.
   * @returns the previous engine, which the caller closes once nothing uses it; `null` if that is the app's own
   */
  async use(id: EncoderVersionId, also: () => void = () => {}): Promise<Engine | null> {
    const { store, shipped } = this.#options;
    const engine = await openVersion(this.#options, this.require(id));
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
    if (id === this.#shipped) throw new CodedError('bad-request', 'This encoder ships with the app and cannot be deleted.');
    if (this.inUse.id === id) throw new CodedError('bad-request', 'This encoder is in use. Switch to another one before deleting it.');
    const { pack } = version;
    if (pack && !version.trained && readEncoderVersions(store).some((other) => other.trained && other.pack?.id === pack.id)) throw new CodedError('bad-request', `What learned on ${pack.title} needs it. Delete that first.`);
    write(store, () => {
      if (activeEncoderVersion(store)?.id === id) activateEncoderVersion(store, this.#shipped); // it did not start, and is given up by deleting it
      dropEncoderVersion(store, id);
    });
    if (this.#failed && activeEncoderVersion(store)?.id === this.#shipped) this.#failed = null;
    if (version.trained) await removeEncoderFile(store.folder, version.name);
    else if (version.pack) await removeViews(store.folder, version.pack.id);
  }

  /** The version that computes with a pack as it is; `null` if it was never tried here. */
  ofPack(pack: string): StoredVersion | null {
    return readEncoderVersions(this.#options.store).find((version) => version.pack?.id === pack && version.trained === null) ?? null;
  }

  /** Those that shipped with an older app, with other weights, have none any more. */
  #isUsable(version: StoredVersion): boolean {
    const { id, trained, pack } = version;
    return trained !== null || pack !== null || id === this.#shipped || isFormer(version, this.#options.shipped);
  }

  /** Closes the engine of a trained version; the app's own belongs to the app. */
  async close(): Promise<void> {
    if (this.#engine !== this.#options.shipped) await this.#engine.close();
  }
}

/** Whether a version is the app's own with one look, as it shipped before. */
function isFormer({ name, trained, pack }: StoredVersion, { oneLook }: Engine): boolean {
  return trained === null && pack === null && name === oneLook?.encoderVersion;
}

/** The engine of a version: the app's own is shared. */
async function openVersion({ store, shipped, openEngine, openPack }: EncodersOptions, version: StoredVersion): Promise<Engine> {
  const { name, trained, pack } = version;
  if (trained) await ensureEncoderFile(store.folder, name);
  if (pack) return openPack(pack.id, trained ? new Uint8Array(await readFile(encoderFile(store.folder, name))) : undefined);
  if (isFormer(version, shipped)) return shipped.oneLook!.open(); // whose name it has
  return trained ? openEngine(encoderFile(store.folder, name)) : shipped;
}

function toScores({ recallAt1 = NaN, mAP = NaN, auc }: Readonly<Record<string, number>>): EncoderScores {
  return { recallAt1, mAP, auc: auc ?? null };
}
