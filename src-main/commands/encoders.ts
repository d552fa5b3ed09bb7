// `kindred encoders add | list | use | remove`: encoders from outside, as packs (docs/encoders.md). Adding and removing is for all libraries, using for one.
import { resolve } from 'node:path';
import type { TrainProgress } from '../../src-shared/contract.ts';
import type { Pack } from '../../src-shared/packs/pack.ts';
import { tryPack } from '../compute/onnx/try-pack.ts';
import { openEngine } from '../compute/open-engine.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { learningWith } from '../hosts/learning.ts';
import { shippedWeights } from '../hosts/resources.ts';
import { Library } from '../library/library.ts';
import { dropPack, packUses, type PackUses, whyNotRemove } from '../library/training/pack-uses.ts';
import { addPack } from '../packs/add.ts';
import { listPacks, packNamed, removePack } from '../packs/stored.ts';
import { readSettings } from '../settings.ts';
import { backendsFor, readArguments, readBackend, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { knownLibrary } from './known-library.ts';
import { scoreTable, trainPrinter } from './train-words.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals: [what, name, folder] } = readArguments(args, { json: { type: 'boolean' }, anyway: { type: 'boolean' }, backend: { type: 'string' } }, { positionals: 3 });
  const data = dataFolder();
  const json = values.json === true;
  const needed = (of: string): string => {
    if (name === undefined) throw new UsageError(`expected ${of}`);
    return name;
  };
  if (what === 'list' && folder === undefined) return list(data, name, json);
  if (what === 'add' && folder === undefined) return add(data, resolve(needed('the folder or zip file of a pack')), json);
  if (what === 'remove' && folder === undefined) return remove(data, needed('the name of an encoder'), json);
  if (what === 'use') return use(data, needed('the name of an encoder'), folder, { json, anyway: values.anyway === true, backend: values.backend });
  throw new UsageError(what === undefined ? 'expected add, list, use or remove' : `expected add, list, use or remove, got ${what}`);
}

async function add(data: string, from: string, json: boolean): Promise<void> {
  const stop = new AbortController();
  const abort = (): void => stop.abort(new CodedError('unexpected', 'Stopped; nothing was added.'));
  process.once('SIGINT', abort);
  process.once('SIGTERM', abort);
  let told = -1;
  const pack = await addPack({
    dataFolder: data, from, tryPack, signal: stop.signal,
    onCopied: (share) => {
      const tenth = Math.floor(share * 10);
      if (tenth !== told) console.error(tenth === 10 ? 'trying it' : `copying: ${tenth * 10} %`);
      told = tenth;
    }
  });
  if (json) console.log(JSON.stringify(toJson(pack)));
  else console.log(`Added ${describe(pack)}.\nUse it for a library: kindred encoders use ${pack.id} <folder>`);
}

async function list(data: string, folder: string | undefined, json: boolean): Promise<void> {
  const packs = await listPacks(data);
  const uses = packUses(data);
  const used = usedIn(uses, folder === undefined ? undefined : knownLibrary(data, folder).library.id);
  for (const { library, reason } of uses.unknown) console.error(`Whether ${library.folders[0] ?? library.id} uses one of these cannot be told: ${reason}`);
  if (json) {
    console.log(JSON.stringify({ encoders: packs.map((pack) => ({ ...toJson(pack), usedBy: used.get(pack.id) ?? [] })) }));
    return;
  }
  for (const pack of packs) console.log(`${pack.id}  ${describe(pack)}${used.has(pack.id) ? `, used for ${used.get(pack.id)!.join(', ')}` : ''}`);
  console.error(packs.length === 0 ? 'No encoder from outside was added. docs/encoders.md tells how to get one.' : `${counted(packs.length, 'encoder')} from outside.`);
}

async function remove(data: string, name: string, json: boolean): Promise<void> {
  const pack = await packNamed(data, name);
  const why = whyNotRemove(packUses(data), { id: pack.id, name: pack.manifest.name });
  if (why !== null) throw new CodedError('bad-request', why);
  await removePack(data, pack.id);
  dropPack(data, pack.id);
  if (json) console.log(JSON.stringify(toJson(pack)));
  else console.log(`Removed ${pack.manifest.name}.`);
}

interface UseOptions {
  readonly json: boolean;
  readonly anyway: boolean;
  readonly backend: string | undefined;
}

async function use(data: string, name: string, folder: string | undefined, { json, anyway, backend }: UseOptions): Promise<void> {
  const forced = readBackend(backend);
  const { library: known } = knownLibrary(data, folder);
  const own = name === 'own';
  const pack = own ? null : await packNamed(data, name);
  const engine = await openEngine({ weights: shippedWeights, backends: await backendsFor(forced) });
  try {
    const print = trainPrinter();
    const library = await Library.open({
      dataFolder: data, folder: known.folders[0] ?? '', engine, groups: false, learning: learningWith({ dataFolder: data, forced }), pairs: async () => (await readSettings(data)).pairRaw,
      emit: (event, payload) => {
        if (event === 'train.progress') print(payload as TrainProgress); // the name says which payload it is
      }
    });
    try {
      const { learning } = library;
      const shipped = learning.versions.find((version) => version.shipped)!; // there is always one
      const begun = pack ? await learning.usePack({ id: pack.id, title: pack.manifest.name }, { anyway }) : await learning.use(shipped.id);
      const leave = (): void => begun.cancel();
      process.once('SIGINT', leave);
      process.once('SIGTERM', leave);
      const { error, phase, outcome } = await begun.finished;
      if (error) throw new CodedError(error.code, error.message);
      if (phase === 'cancelled') throw new CodedError('unexpected', 'Stopped before the end; run the same command again to go on.');
      const inUse = library.state.encoderVersion;
      if (json) console.log(JSON.stringify({ encoderVersion: inUse, ...outcome }));
      else {
        if (outcome) console.log(scoreTable(outcome.before, outcome.after, outcome.gain).join('\n'));
        console.log(outcome?.adopted === false ? `${pack?.manifest.name} is not better by more than that error, so ${inUse} stays in use. Use it all the same: --anyway` : `${inUse} is in use.`);
      }
    } finally {
      await library.close();
    }
  } finally {
    await engine.close();
  }
}

/** Folders of the libraries that use a pack, by its id. */
function usedIn(uses: PackUses, only?: string): ReadonlyMap<string, readonly string[]> {
  return new Map([...uses.of].flatMap(([pack, libraries]) => {
    const folders = libraries.filter(({ id }) => only === undefined || id === only).map(({ id, folders: [first] }) => first ?? id);
    return folders.length > 0 ? [[pack, folders] as const] : [];
  }));
}

function toJson({ id, manifest: { name, source, licence, image, text }, bytes }: Pack): Record<string, unknown> {
  return { id, name, source, licence, side: image.side, dimensions: image.dimensions, text: text !== undefined, bytes };
}

function describe({ manifest: { name, source, licence, image, text }, bytes }: Pack): string {
  return `${name} (${licence}, ${source}): ${image.dimensions} dimensions of ${image.side} × ${image.side} pixels, ${Math.round(bytes / 1e6)} MB${text ? ', understands words' : ''}`;
}
