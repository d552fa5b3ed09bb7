// A seeded random walk over several libraries: open, close, switch, judge, undo, name, rename files, edit metadata, move and unplug folders,
// kill. After each step everything acknowledged must hold, and no library may know anything of another. For the test, and for
// `npm run bench -- walk` with many more steps.

import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GroupId, LensId, LibraryId, PhotoId, Statement } from '../../../src-shared/contract.ts';
import { fromSavedColumns, toSavedColumns } from '../../../src-shared/learning/groups/saved-columns.ts';
import { seeded } from '../../made-library.ts';
import { AppClient, Killed } from './app-client.ts';
import { LibraryModel, textOf } from './model.ts';
import { editMetadata, numberOf, picturesIn, renamePicture, writePicture } from './picture-folder.ts';
import { volunteered } from '../../origins.ts';

export interface WalkOptions {
  /** Holds everything that the walk writes. */
  readonly root: string;
  readonly steps: number;
  readonly seed: number;
  readonly photos?: number;
}

const lensId = 1 as LensId; // the first lens of every library
const pages = ['first page', 'second page'] as const;
type Page = (typeof pages)[number];

type Kind = 'open' | 'close' | 'say' | 'undo' | 'redo' | 'name' | 'rename' | 'edit' | 'move' | 'unplug' | 'kill';

/** A library that a page holds. */
interface Seen {
  readonly id: LibraryId;
  readonly model: LibraryModel;
}

/** @returns how often each kind of step was taken */
export async function walk({ root, steps, seed, photos = 8 }: WalkOptions): Promise<Readonly<Record<string, number>>> {
  const walker = new Walker(root, seed, photos);
  await walker.begin();
  try {
    for (let step = 0; step < steps; step++) await walker.step(step);
    await walker.end();
  } finally {
    await walker.stop();
  }
  return walker.counts;
}

class Walker {
  readonly counts: Record<string, number> = {};
  readonly #root: string;
  readonly #random: () => number;
  readonly #models: readonly LibraryModel[];
  readonly #held = new Map<Page, Seen>();
  /** Ids stay what they are for the life of a library, so each is looked up once. */
  readonly #numbers = new Map<LibraryId, Map<number, number>>();
  #app!: AppClient; // begin() comes first

  constructor(root: string, seed: number, photos: number) {
    this.#root = root;
    this.#random = seeded(seed);
    this.#models = [0, 1, 2].map((at) => new LibraryModel(join(root, 'drive', `folder ${at}`), Array.from({ length: photos }, (_, number) => 100 * at + number)));
  }

  async begin(): Promise<void> {
    for (const { folder, numbers } of this.#models) for (const number of numbers) await writePicture(folder, number);
    await this.#start();
  }

  async step(step: number): Promise<void> {
    const page = this.#pick(pages);
    const seen = this.#held.get(page);
    const what = seen ? this.#choose() : 'open';
    this.counts[what] = (this.counts[what] ?? 0) + 1;
    try {
      if (what === 'open') await this.#open(page, this.#pick(this.#models));
      else if (what === 'kill') await this.#kill(this.#random() < 0.5 ? (seen ?? null) : null);
      else if (seen) await this.#act(what, page, seen, step);
      await this.#checkAll();
    } catch (error) {
      throw new Error(`step ${step} (${what}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  /** Opens every library once more, and looks. */
  async end(): Promise<void> {
    for (const model of this.#models) {
      await this.#open(pages[0], model);
      await this.#checkAll();
    }
  }

  stop(): Promise<void> {
    return this.#app.kill();
  }

  #choose(): Kind {
    const at = this.#random();
    if (at < 0.34) return 'say';
    if (at < 0.44) return 'undo';
    if (at < 0.5) return 'redo';
    if (at < 0.58) return 'name';
    if (at < 0.66) return 'rename';
    if (at < 0.75) return 'edit';
    if (at < 0.81) return 'move';
    if (at < 0.85) return 'unplug';
    if (at < 0.93) return 'open';
    return at < 0.96 ? 'close' : 'kill';
  }

  async #act(what: Exclude<Kind, 'open' | 'kill'>, page: Page, seen: Seen, step: number): Promise<void> {
    const { id, model } = seen;
    switch (what) {
      case 'close':
        return this.#release(page);
      case 'say':
        return this.#say(seen, await this.#anyStatement(id));
      case 'undo':
      case 'redo':
        return this.#turn(what, seen);
      case 'name':
        return this.#name(seen, `name ${step}`);
      case 'rename':
        await renamePicture(model.folder, this.#pick(await picturesIn(model.folder)), step);
        return this.#index(id);
      case 'edit':
        for (const path of await picturesIn(model.folder)) if (this.#random() < 0.5) await editMetadata(path, `${step}`);
        return this.#index(id);
      case 'move':
        return this.#move(page, model, step);
      case 'unplug':
        return this.#unplug(seen);
    }
  }

  /** Sometimes with an answer still under way in the library that the page leaves. */
  async #open(page: Page, model: LibraryModel): Promise<void> {
    const left = this.#held.get(page);
    const saying = left && this.#random() < 0.5 ? this.#sayLate(left, await this.#anyStatement(left.id)) : null;
    if (left) await this.#release(page);
    const { id } = await this.#app.app('library.open', { folder: model.folder, page });
    await saying;
    this.#held.set(page, { id, model });
    await this.#settled(id);
  }

  async #release(page: Page): Promise<void> {
    const seen = this.#held.get(page);
    this.#held.delete(page);
    if (seen) await this.#app.app('library.close', { library: seen.id, page });
  }

  async #say({ id, model }: Seen, statement: Statement): Promise<void> {
    const numbers = await this.#numbersOf(id);
    const outcome = await this.#app.of(id, 'judgments.add', { lensId, statement, origin: volunteered });
    if (outcome.status === 'recorded') model.say(textOf(statement, (photo) => known(numbers, photo)));
  }

  /** Takes back, or says again, exactly what the page sees that it would. */
  async #turn(what: 'undo' | 'redo', { id, model }: Seen): Promise<void> {
    const log = await this.#app.of(id, 'judgments.read', { lensId });
    const step = what === 'undo' ? log.undoable : log.redoable;
    if (!step) return;
    await this.#app.of(id, `judgments.${what}`, { lensId, step: step.id });
    model[what]();
  }

  /** Said while its library closes: recorded and acknowledged, or refused and not recorded. */
  async #sayLate(seen: Seen, statement: Statement): Promise<void> {
    await this.#say(seen, statement).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith('no-library'))) throw error;
    });
  }

  async #kill(saying: Seen | null): Promise<void> {
    if (saying) {
      const statement = await this.#anyStatement(saying.id);
      const numbers = await this.#numbersOf(saying.id);
      const said = this.#say(saying, statement).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        saying.model.mayHaveSaid(textOf(statement, (photo) => known(numbers, photo)));
      });
      await sleep(this.#random() * 6);
      await this.#app.kill();
      await said;
    } else await this.#app.kill();
    const held = [...this.#held];
    this.#held.clear();
    await this.#start();
    for (const [page, { model }] of held) await this.#open(page, model);
  }

  async #name({ id, model }: Seen, name: string): Promise<void> {
    const ids = new Map([...(await this.#numbersOf(id))].map(([photo, number]) => [number, photo]));
    const free = model.numbers.filter((number) => ![...model.names.values()].some((named) => named.includes(number)));
    if (free.length < 2) model.names = new Map();
    else model.names = new Map([...model.names, [name, free.slice(0, 2)]]);
    const groups = [...model.names].map(([named, numbers], at) => {
      const photos = Uint32Array.from(numbers, (number) => known(ids, number));
      return { id: (at + 1) as GroupId, name: named, cover: (photos[0] ?? 0) as PhotoId, photos };
    });
    const { revision } = await this.#app.of(id, 'groups.read', { lensId });
    if ((await this.#app.of(id, 'groups.write', { lensId, grouping: toSavedColumns({ height: null, groups }), revision })) === null) throw new Error('the groups were written meanwhile');
  }

  /** Renames the folder while nobody has it open; the app recognises it where it is then, and goes on there. */
  async #move(page: Page, model: LibraryModel, step: number): Promise<void> {
    for (const holder of pages) if (this.#held.get(holder)?.model === model) await this.#release(holder);
    const to = join(this.#root, `drive ${step % 2}`, `folder ${this.#models.indexOf(model)} at ${step}`);
    await mkdir(dirname(to), { recursive: true });
    await rename(model.folder, to);
    const { library, candidates } = await this.#app.app('folders.recognise', { folder: to });
    const [likeliest] = candidates;
    if (library !== null || likeliest?.relation !== 'moved' || likeliest.folder !== model.folder) {
      throw new Error(`${to} is not recognised as ${model.folder}: ${JSON.stringify({ library, candidates })}`);
    }
    await this.#app.app('library.relocate', { library: likeliest.library, from: likeliest.folder, to });
    model.folder = to;
    await this.#open(page, model);
  }

  /** The folder goes while its library is open: its photos stay; then it is back. */
  async #unplug({ id, model }: Seen): Promise<void> {
    const away = `${model.folder} (away)`;
    await rename(model.folder, away);
    await this.#index(id);
    await this.#checkAll();
    await rename(away, model.folder);
    await this.#index(id);
  }

  async #index(id: LibraryId): Promise<void> {
    await this.#settled(id);
    await this.#app.of(id, 'index.start', null);
    await this.#settled(id);
  }

  async #settled(id: LibraryId): Promise<void> {
    while (['scanning', 'indexing'].includes((await this.#app.of(id, 'index.progress', null)).phase)) await sleep(10);
  }

  async #checkAll(): Promise<void> {
    for (const { id, model } of new Set(this.#held.values())) {
      const numbers = await this.#numbersOf(id);
      const [{ judgments }, saved, { ids }] = await Promise.all([
        this.#app.of(id, 'judgments.read', { lensId }), this.#app.of(id, 'groups.read', { lensId }), this.#app.of(id, 'photos.list', null)
      ]);
      const present = [...ids].map((photo) => known(numbers, photo)).sort((a, b) => a - b);
      if (JSON.stringify(present) !== JSON.stringify(model.numbers)) throw new Error(`${model.folder}: expected the photos ${model.numbers.join(' ')}, got ${present.join(' ')}`);
      model.checkStatements(judgments.map(({ statement }) => textOf(statement, (photo) => known(numbers, photo))));
      model.checkNames(new Map(fromSavedColumns(saved).groups.flatMap(({ name, photos }) => (name === null ? [] : [[name, [...photos].map((photo) => known(numbers, photo))]]))));
    }
  }

  /** Ids of the library's photos → their numbers. */
  async #numbersOf(id: LibraryId): Promise<ReadonlyMap<number, number>> {
    const numbers = this.#numbers.get(id) ?? new Map<number, number>();
    this.#numbers.set(id, numbers);
    for (const photo of (await this.#app.of(id, 'photos.list', null)).ids) {
      if (numbers.has(photo)) continue;
      const [file] = (await this.#app.of(id, 'photo.details', { id: photo as PhotoId })).files;
      if (file === undefined) throw new Error(`photo ${photo} has no file`);
      numbers.set(photo, numberOf(typeof file === 'string' ? file : (file as { path: string }).path));
    }
    return numbers;
  }

  async #anyStatement(id: LibraryId): Promise<Statement> {
    const ids = [...(await this.#numbersOf(id)).keys()] as PhotoId[];
    const [a, b, c] = Array.from({ length: 3 }, () => ids.splice(Math.floor(this.#random() * ids.length), 1)[0]) as [PhotoId, PhotoId, PhotoId]; // more than three photos
    const at = this.#random();
    return at < 0.5 ? { kind: 'similar', photos: [a, b] } : at < 0.8 ? { kind: 'different', photos: [a, b] } : { kind: 'together', photos: [a, b, c] };
  }

  async #start(): Promise<void> {
    this.#app = await AppClient.start(join(this.#root, 'data'));
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)] as T; // never asked of an empty list
  }
}

function known(numbers: ReadonlyMap<number, number>, key: number): number {
  const number = numbers.get(key);
  if (number === undefined) throw new Error(`${key} is of another library`);
  return number;
}
