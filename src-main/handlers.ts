// Implements the contract once, for both hosts: the requests to the app, which libraries are open, and which of them a request is for.
// The requests about a library: handlers/library.ts.

import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { AppHandlers, BackendState, Host, LibraryEmit, LibraryHandlers, LibraryId, LibraryRequestName, OfferedImage } from '../src-shared/contract.ts';
import { explain, forcedBackend } from './compute/backends.ts';
import { looksNatively } from './compute/backend.ts';
import type { Engine } from './compute/engine.ts';
import { WindowGpu } from './compute/window-gpu.ts';
import { CodedError } from './failure.ts';
import { systemTrash } from './filing/system-trash.ts';
import { diagnose } from './diagnostics/diagnose.ts';
import { Log } from './diagnostics/log.ts';
import { aboutHandlers } from './handlers/about.ts';
import { backupHandlers } from './handlers/backups.ts';
import { clipboardHandlers } from './handlers/desktop.ts';
import { PhotoCounts } from './handlers/count-photos.ts';
import { listFolders, makeFolder } from './handlers/folders.ts';
import { librariesHandlers, makeBringing } from './handlers/libraries.ts';
import { libraryHandlers } from './handlers/library.ts';
import type { FreeMemory } from './handlers/free-memory.ts';
import { MemoryWatch } from './handlers/memory.ts';
import { PowerWaits } from './handlers/power.ts';
import { packHandlers } from './handlers/packs.ts';
import { updateHandlers } from './handlers/updates.ts';
import type { EventHub } from './hosts/events.ts';
import type { App, Dialogs, Outside, Updates } from './hosts/host.ts';
import { learningWith } from './hosts/learning.ts';
import { shippedWeights } from './hosts/resources.ts';
import { openingOf } from './library/folders/opening.ts';
import { Library } from './library/library.ts';
import { OpenLibraries } from './library/open-libraries.ts';
import { checkFolder } from './photos/folder.ts';
import { restReaders } from './photos/readers.ts';
import { readSettings, writeSettings } from './settings.ts';
import { ensureLibrary, findLibrary, forgetLibrary, listLibraries, recentLibraries, storedAt } from './store/libraries.ts';
import { repairStore } from './store/salvage/repair.ts';

export interface HandlersOptions {
  readonly host: Host;
  readonly version: string;
  /** BCP 47 tag of the system's language. */
  readonly locale: string;
  /** Where libraries are kept (absolute). */
  readonly dataFolder: string;
  readonly events: Pick<EventHub, 'emit' | 'of'>;
  readonly dialogs: Dialogs;
  /** Keeps the computer awake until the returned function is called; the browser host cannot. */
  readonly stayAwake?: () => () => void;
  /** What can be handed to the system; `null` in a browser. */
  readonly outside?: Outside | null;
  /** Newer versions, where they can be looked for. */
  readonly updates?: Updates | null;
  /** The system's trash, if the host has its own way into it. */
  readonly trashItem?: (path: string) => Promise<void>;
  /** Where errors are noted, if the host does so. */
  readonly log?: Log;
  /** Replaces the reading of free memory, for tests. */
  readonly memory?: { readonly measure: () => Promise<FreeMemory>; readonly everyMs: number };
  /** Replaces the engine, for tests. */
  readonly engine?: () => Promise<Engine>;
  /** See `OpenLibrariesOptions`; for tests. */
  readonly flushMs?: number;
  readonly graceMs?: number;
}

/** How long the first engine waits for the window to say whether it has a GPU. */
const WINDOW_MS = 3000;

/** The app behind either host. The engine is opened with the first library and shared by all. */
export function createHandlers({ host, version, locale, dataFolder, events, dialogs, outside = null, updates = null, stayAwake, trashItem, log = new Log(dataFolder), memory, engine, ...times }: HandlersOptions): App {
  const gpu = new WindowGpu({ wake: (page) => events.emit('gpu.wanted', { page }) });
  const learning = learningWith({ dataFolder, stayAwake, window: gpu });
  const openBest = async (): Promise<Engine> => {
    // ONNX Runtime comes first; without it, a window says what it has as soon as it loads; otherwise wait for a page only if WebGPU was asked for
    if ((host === 'electron' && !looksNatively(await learning.compute.backends())) || forcedBackend() === 'webgpu') await gpu.expect(WINDOW_MS);
    const opened = await learning.compute.openEngine(shippedWeights);
    console.error(explain(opened.backend, opened.better, opened.note));
    return opened;
  };
  let opened: Promise<Engine> | null = null;
  const engineReady = (): Promise<Engine> => {
    opened ??= (engine ?? openBest)().catch((error: unknown) => {
      opened = null; // the next open tries again
      throw new CodedError('engine-failed', `The encoder could not be started: ${error instanceof Error ? error.message : String(error)}. Install Kindred again if this keeps happening.`, { cause: error });
    });
    return opened;
  };

  const pairs = async (): Promise<boolean> => (await readSettings(dataFolder)).pairRaw;

  /** What pages are told, the library's search hears too. */
  const tell = (id: LibraryId): LibraryEmit => (name, payload) => {
    events.of(id)(name, payload);
    libraries.all.find((library) => library.id === id)?.finding.heard(name);
  };
  const libraries = new OpenLibraries<Library>({
    ...times,
    tell: events.of,
    idOf: async (folder) => {
      if (findLibrary(dataFolder, folder) === null) await checkFolder(folder); // a known library opens even while its folders are offline
      await engineReady(); // without it nothing opens, so nothing new is registered either
      return ensureLibrary(dataFolder, folder, Date.now()).id;
    },
    folderOf: (id) => listLibraries(dataFolder).find((library) => library.id === id)?.folders[0] ?? null,
    open: async (id, folder) => {
      const { watchFolders } = await readSettings(dataFolder);
      const library = await Library.open({ dataFolder, folder, engine: await engineReady(), emit: tell(id), learning, tells: true, trash: systemTrash(trashItem), pairs, ...(watchFolders && { watch: {} }) });
      void library.learning.follow().catch((error: unknown) => console.error(error)); // the encoder in use goes on until the next opening
      return library;
    }
  });

  let image: OfferedImage | null = null;
  const photoCounts = new PhotoCounts();
  const backends = async (): Promise<BackendState[]> => (await learning.compute.backends()).map(({ name, usable, note, only }) => ({ name, usable, note, ...(only && { only }) }));
  const handlers: AppHandlers = {
    'app.describe': async () => ({ version, host, locale, dataFolder, settings: await readSettings(dataFolder) }),
    'settings.write': async (changes) => {
      const settings = await writeSettings(dataFolder, changes);
      log.withPaths = settings.logPaths;
      await updates?.turn(settings.lookForUpdates);
      await Promise.all(libraries.all.map((library) => library.watch(settings.watchFolders)));
      if (changes.pairRaw !== undefined) for (const library of libraries.all) void library.restartIndex();
      return settings;
    },
    'image.take': async () => {
      const taken = image;
      image = null;
      return taken;
    },
    'folders.choose': () => dialogs.chooseFolder(),
    'folders.list': ({ path }) => listFolders(path ?? homedir()),
    'folders.make': ({ path, name }) => makeFolder(path, name),
    'folders.count': ({ page, path }) => photoCounts.count(page, resolve(path)),

    ...clipboardHandlers(outside),
    ...updateHandlers(updates),
    ...aboutHandlers(async (check) => diagnose({ dataFolder, host, version, locale, log, check, backends: await backends(), encoder: (await opened?.catch(() => null))?.encoderVersion ?? null, open: new Set(libraries.all.map(({ id }) => id)) })),
    'compute.backends': backends,

    'gpu.offer': async ({ page, adapter }) => (gpu.offer(page, adapter), null),
    'gpu.take': ({ page }) => gpu.take(page),
    'gpu.tell': async ({ page, worker, reply }) => (gpu.tell(page, worker, reply), null),

    'library.recent': async () => recentLibraries(dataFolder),
    ...librariesHandlers({ dataFolder, libraries, dialogs }),
    ...backupHandlers({ dataFolder, libraries, dialogs, version, onProgress: (progress) => events.emit('backup.progress', progress) }),
    ...packHandlers({ dataFolder, libraries, emit: events.emit }),
    'library.open': async ({ folder, page, bring = [] }) => {
      makeBringing(dataFolder, resolve(folder), bring);
      const library = await libraries.open(resolve(folder), page);
      library.startIndex();
      library.desks.prepare();
      return library.state;
    },
    'library.enter': async ({ library: wanted, page }) => {
      const entered = await libraries.enter(wanted, page);
      if (entered?.fresh) entered.library.startIndex();
      entered?.library.desks.prepare();
      return entered?.library.state ?? null;
    },
    'library.close': async ({ library, page }) => (await libraries.release(library, page), null),
    'library.flushed': async ({ library, page }) => (libraries.flushed(library, page), null),
    'library.repair': async ({ folder }) => {
      const library = findLibrary(dataFolder, resolve(folder));
      if (!library) throw new CodedError('no-library', `${folder} has no library yet. Open it first.`);
      await libraries.close(library.id);
      return repairStore(storedAt(dataFolder, library.id));
    },
    'library.forget': async ({ library }) => {
      await libraries.close(library);
      forgetLibrary(dataFolder, library);
      return null;
    }
  };

  const power = new PowerWaits(() => libraries.all.map(({ learning: of }) => of));
  const watch = new MemoryWatch({ ...memory, waits: power, letGo: async () => Promise.all([restReaders(), (await opened?.catch(() => null))?.rest?.(), ...libraries.all.map((library) => library.rest())]) });
  watch.start();

  return {
    handlers,
    libraryHandlers: lookedUp(libraryHandlers(tell, dialogs, outside, dataFolder), (id) => libraries.get(id)),
    media: {
      thumbnail: async (library, id) => {
        const data = libraries.get(library).thumbnail(id);
        return data ? { data, type: 'image/jpeg' } : null;
      },
      photo: async (library, id) => ({ data: await libraries.get(library).render(id), type: 'image/jpeg' })
    },
    pages: {
      arrive: (page) => {
        void engineReady().catch(() => {}); // before a library waits for it, which is told why where it does not start
        return libraries.arrive(page);
      },
      flush: (page) => libraries.flush(page)
    },
    offer: async (folder) => {
      await openingOf(dataFolder, resolve(folder)); // there is nobody to ask
      const library = await libraries.offer(resolve(folder));
      library.startIndex();
      events.emit('library.offered', null);
    },
    offerImage: (offered) => {
      image = offered;
      events.emit('image.offered', null);
    },
    power,
    close: async () => {
      watch.close();
      await libraries.closeAll();
      await (await opened)?.close();
    }
  };
}

/** The handlers as the hosts call them: each looks up its library by id. */
function lookedUp(of: LibraryHandlers<Library>, get: (id: LibraryId) => Library): LibraryHandlers {
  const names = Object.keys(of) as LibraryRequestName[]; // the keys of its type
  const one = <N extends LibraryRequestName>(name: N): LibraryHandlers[N] => (async (id, input) => of[name](get(id), input)) as LibraryHandlers[N];
  return Object.fromEntries(names.map((name) => [name, one(name)])) as LibraryHandlers; // one of each name
}
