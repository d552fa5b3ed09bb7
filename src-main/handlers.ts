// Implements the contract once, for both hosts: which library is open, and what each request does with it.

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Emit, FolderListing, Handlers, Host, JudgmentLog } from '../src-shared/contract.ts';
import { explain, forcedBackend } from './compute/backends.ts';
import type { Engine } from './compute/engine.ts';
import { WindowGpu } from './compute/window-gpu.ts';
import { CodedError } from './failure.ts';
import type { App, Dialogs, Media } from './hosts/host.ts';
import { learningWith } from './hosts/learning.ts';
import { shippedWeights } from './hosts/resources.ts';
import { Library } from './library/library.ts';
import { checkFolder } from './photos/folder.ts';
import { hasPhotoEnding } from './photos/formats.ts';
import { ruleOf } from './photos/skipped.ts';
import { readSettings, writeSettings } from './settings.ts';
import { forgetLibrary, recentLibraries } from './store/libraries.ts';

export interface HandlersOptions {
  readonly host: Host;
  readonly version: string;
  /** BCP 47 tag of the system's language. */
  readonly locale: string;
  /** Where libraries are kept (absolute). */
  readonly dataFolder: string;
  readonly emit: Emit;
  readonly dialogs: Dialogs;
  /** Keeps the computer awake until the returned function is called; a browser's host cannot. */
  readonly stayAwake?: () => () => void;
  /** Replaces the engine, for tests. */
  readonly engine?: () => Promise<Engine>;
}

/** How long the first engine waits for the window to say whether it has a graphics processor. */
const WINDOW_MS = 3000;

/** The app behind either host. One library is open at a time; the engine is opened with the first. */
export function createHandlers({ host, version, locale, dataFolder, emit, dialogs, stayAwake, engine }: HandlersOptions): App {
  const gpu = new WindowGpu({ wake: (page) => emit('gpu.wanted', { page }) });
  const learning = learningWith({ stayAwake, window: gpu });
  const openBest = async (): Promise<Engine> => {
    // the window says what it has as soon as it is there; a page may never come, unless it is what was asked for
    if (host === 'electron' || forcedBackend() === 'webgpu') await gpu.expect(WINDOW_MS);
    const opened = await learning.compute.openEngine(shippedWeights);
    console.error(explain(opened.backend, opened.better, opened.note));
    return opened;
  };
  let library: Library | null = null;
  let opened: Promise<Engine> | null = null;
  // opening and closing happen one after the other, in the order asked for
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined); // whoever asked gets the failure
    return result;
  };
  const current = (): Library => {
    if (!library) throw new CodedError('no-library', 'No folder is open. Open one first.');
    return library;
  };
  const closeLibrary = async (): Promise<void> => {
    const closing = library;
    library = null;
    await closing?.close();
  };
  const engineReady = (): Promise<Engine> => {
    opened ??= (engine ?? openBest)().catch((error: unknown) => {
      opened = null; // the next open tries again
      throw new CodedError('engine-failed', `The encoder could not be started: ${error instanceof Error ? error.message : String(error)}. Install Kindred again if this stays.`, { cause: error });
    });
    return opened;
  };

  const handlers: Handlers = {
    'app.describe': async () => ({ version, host, locale, dataFolder, settings: await readSettings(dataFolder) }),
    'settings.write': (changes) => writeSettings(dataFolder, changes),
    'folders.choose': () => dialogs.chooseFolder(),
    'folders.list': ({ path }) => listFolders(path ?? homedir()),

    'compute.backends': async () => (await learning.compute.backends()).map(({ name, usable, note }) => ({ name, usable, note })),

    'gpu.offer': async ({ page, adapter }) => (gpu.offer(page, adapter), null),
    'gpu.take': ({ page }) => gpu.take(page),
    'gpu.tell': async ({ page, worker, reply }) => (gpu.tell(page, worker, reply), null),

    'library.recent': async () => recentLibraries(dataFolder),
    'library.current': async () => library?.state ?? null,
    'library.open': ({ folder }) =>
      inTurn(async () => {
        await checkFolder(folder);
        if (library?.folder !== resolve(folder)) {
          await closeLibrary();
          library = await Library.open({ dataFolder, folder: resolve(folder), engine: await engineReady(), emit, learning });
        }
        const { state } = current();
        emit('library.changed', state);
        current().startIndex();
        return state;
      }),
    'library.close': () =>
      inTurn(async () => {
        await closeLibrary();
        emit('library.changed', null);
        return null;
      }),
    'library.forget': ({ id }) =>
      inTurn(async () => {
        if (library?.id === id) {
          await closeLibrary();
          emit('library.changed', null);
        }
        forgetLibrary(dataFolder, id);
        return null;
      }),

    'index.progress': async () => current().progress,
    'index.start': async () => current().startIndex().progress,
    'index.pause': async () => (current().pause(), current().progress),
    'index.resume': async () => (current().resume(), current().progress),
    'index.cancel': async () => (current().cancel(), current().progress),

    'photos.list': async () => current().photos(),
    'photo.details': async ({ id }) => current().photo(id),
    'photo.neighbours': ({ lensId, id, count }) => current().neighbours(id, count, lensId),
    'problems.list': async () => current().problems(),
    'problems.retry': async () => current().startIndex({ retryProblems: true }).progress,

    'space.read': ({ lensId }) => current().space(lensId),
    'groups.read': async ({ lensId }) => current().lenses.grouping(lensId),
    'groups.write': async ({ lensId, grouping }) => (current().lenses.saveGrouping(lensId, grouping), null),

    'judgments.read': async ({ lensId }) => current().judge(lensId).log,
    'judgments.add': async ({ lensId, statement }) => {
      const outcome = current().judge(lensId).add(statement);
      if (outcome.status === 'recorded') current().judged(outcome.log);
      return outcome;
    },
    'judgments.change': async ({ lensId, drop, statements }) => {
      const outcome = current().judge(lensId).change({ drop, statements });
      if (outcome.status === 'recorded') current().judged(outcome.log);
      return outcome;
    },
    'judgments.export': async ({ lensId }) => current().lenses.export(lensId),
    'judgments.import': async ({ lensId, text }) => {
      const { changed: judged, ...report } = current().lenses.import(text, lensId);
      if (report.lenses.length > 0) emit('lenses.changed', current().lenses.all);
      for (const id of judged) changed(current().judge(id).log);
      return report;
    },
    'judgments.undo': async ({ lensId }) => changed(current().judge(lensId).undo()),
    'judgments.redo': async ({ lensId }) => changed(current().judge(lensId).redo()),

    'train.plan': async () => current().learning.plan(),
    'train.progress': async () => current().learning.progress,
    'train.start': async ({ minutes }) => (await current().learning.start({ minutes })).progress,
    'train.pause': async () => (current().learning.pause(), current().learning.progress),
    'train.resume': async () => (await current().learning.resume(), current().learning.progress),
    'train.cancel': async () => (await current().learning.cancel(), current().learning.progress),
    'encoder.versions': async () => current().learning.versions,
    'encoder.use': async ({ id }) => (await current().learning.use(id)).progress,
    'encoder.delete': async ({ id }) => current().learning.delete(id),

    'lenses.list': async () => current().lenses.all,
    'lenses.create': async ({ name }) => relisted(current().lenses.create(name)),
    'lenses.duplicate': async ({ lensId, name }) => relisted(current().lenses.duplicate(lensId, name)),
    'lenses.rename': async ({ lensId, name }) => relisted(current().lenses.rename(lensId, name)),
    'lenses.delete': async ({ lensId }) => {
      const { state } = current();
      current().lenses.delete(lensId);
      if (state.lensId === lensId) emit('library.changed', current().state);
      return relisted(null);
    },
    'lenses.restore': async ({ lensId }) => relisted(current().lenses.restore(lensId)),
    'lenses.choose': async ({ lensId }) => {
      current().lenses.choose(lensId);
      emit('library.changed', current().state);
      return current().state;
    }
  };

  function relisted<T>(result: T): T {
    emit('lenses.changed', current().lenses.all);
    return result;
  }

  function changed(log: JudgmentLog): JudgmentLog {
    current().judged(log);
    return log;
  }

  const media: Media = {
    thumbnail: async (id) => {
      const data = library?.thumbnail(id);
      return data ? { data, type: 'image/jpeg' } : null;
    },
    photo: async (id) => (library ? { data: await library.render(id), type: 'image/jpeg' } : null)
  };

  return {
    handlers,
    media,
    close: () =>
      inTurn(async () => {
        await closeLibrary();
        await (await opened)?.close();
      })
  };
}

async function listFolders(path: string): Promise<FolderListing> {
  if (!isAbsolute(path)) throw new CodedError('bad-request', `Expected a full path, got "${path}".`);
  const folder = resolve(path);
  await checkFolder(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new CodedError('folder-unreadable', `${folder} cannot be read. Allow Kindred to read it, then retry.`, { cause: error });
  });
  const above = dirname(folder);
  return {
    path: folder,
    parent: above === folder || !existsSync(above) ? null : above,
    folders: entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && ruleOf(entry.name, folder) === null && (entry.isDirectory() || isLinkedFolder(join(folder, entry.name))))
      .map(({ name }) => ({ name, path: join(folder, name) }))
      .sort((a, b) => inOrder.compare(a.name, b.name)),
    photos: entries.filter((entry) => entry.isFile() && hasPhotoEnding(entry.name)).length
  };
}

/** Folder 9 before folder 10. Made once: making a collator takes longer than a thousand comparisons. */
const inOrder = new Intl.Collator(undefined, { numeric: true });

/** A link that leads to a folder: a path with a further step below it exists only then. */
function isLinkedFolder(path: string): boolean {
  return existsSync(join(path, '.'));
}
