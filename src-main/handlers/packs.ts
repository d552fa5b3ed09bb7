// Requests about encoders from outside: taken from a page, tried, added and removed, for all libraries.
import type { AppHandlers, Emit, PackState } from '../../src-shared/contract.ts';
import type { Pack } from '../../src-shared/packs/pack.ts';
import { tryPack } from '../compute/onnx/try-pack.ts';
import { CodedError } from '../failure.ts';
import type { Library } from '../library/library.ts';
import type { OpenLibraries } from '../library/open-libraries.ts';
import { dropPack, packUses, whyNotRemove } from '../library/training/pack-uses.ts';
import { addPack } from '../packs/add.ts';
import { Received } from '../packs/received.ts';
import { findPack, listPacks, removePack } from '../packs/stored.ts';

export interface PacksOptions {
  readonly dataFolder: string;
  readonly libraries: OpenLibraries<Library>;
  readonly emit: Emit;
}

export function packHandlers({ dataFolder, libraries, emit }: PacksOptions): Pick<AppHandlers, 'packs.list' | 'packs.receive' | 'packs.add' | 'packs.cancel' | 'packs.remove'> {
  const received = new Received(dataFolder);
  /** Those being added, by their upload. */
  const adding = new Map<string, AbortController>();
  const list = async (): Promise<readonly PackState[]> => (await listPacks(dataFolder)).map(stateOf);
  const changed = async (): Promise<void> => emit('packs.changed', await list());
  return {
    'packs.list': list,
    'packs.receive': async ({ upload, file, bytes }) => (await received.receive(upload, file, bytes), null),
    'packs.add': async ({ upload }) => {
      const stop = new AbortController();
      adding.set(upload, stop);
      try {
        const pack = await addPack({ dataFolder, from: await received.place(upload), tryPack, signal: stop.signal });
        await changed();
        return stateOf(pack);
      } finally {
        adding.delete(upload);
        await received.drop(upload);
      }
    },
    'packs.cancel': async ({ upload }) => {
      const stop = adding.get(upload);
      stop?.abort(new CodedError('pack-refused', 'Adding it was stopped.'));
      if (!stop) await received.drop(upload);
      return null;
    },
    'packs.remove': async ({ id }) => {
      const why = whyNotRemove(packUses(dataFolder), { id, name: 'This encoder' }, (library) => libraries.find(library.id) === null);
      if (why !== null) throw new CodedError('bad-request', why);
      for (const { learning } of libraries.all) learning.requireUnused(id);
      for (const { learning } of libraries.all) await learning.forgetPack(id);
      await removePack(dataFolder, id);
      dropPack(dataFolder, id, (library) => libraries.find(library.id) !== null);
      await changed();
      return null;
    }
  };
}

/** The name of a pack, for those that use it. @throws {CodedError} `pack-refused` if it is not here any more */
export async function titleOf(dataFolder: string, id: string): Promise<{ readonly id: string; readonly title: string }> {
  const pack = await findPack(dataFolder, id);
  if (!pack) throw new CodedError('pack-refused', 'This encoder is not here any more. Add its pack again.');
  return { id, title: pack.manifest.name };
}

function stateOf({ id, manifest: { name, source, licence, image, text }, bytes }: Pack): PackState {
  return { id, name, source, licence, side: image.side, dimensions: image.dimensions, words: text !== undefined, bytes };
}
