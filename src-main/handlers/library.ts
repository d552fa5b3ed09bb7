// Implements each request about one library, given that library. Finding the library: handlers.ts.

import { basename, resolve } from 'node:path';
import type { JudgmentLog, LibraryEmit, LibraryHandlers, LibraryId } from '../../src-shared/contract.ts';
import type { AlikeRequests } from '../../src-shared/contract/alike.ts';
import type { FindingRequests } from '../../src-shared/contract/finding.ts';
import type { Dialogs, Outside } from '../hosts/host.ts';
import { leaveOut, leftOutOf } from '../library/indexing/leave-out.ts';
import type { Library } from '../library/library.ts';
import { readSkipped, writeSkipped } from '../library/skipped-questions.ts';
import { writeList } from '../lists/write-list.ts';
import { readAdded, readCoordinates, readFirstFiles } from '../store/photos.ts';
import { writeWhole } from '../store/whole-file.ts';
import { albumHandlers } from './albums.ts';
import { alikeHandlers } from './alike.ts';
import { desktopHandlers } from './desktop.ts';
import { findingHandlers } from './finding.ts';
import { importHandlers } from './importing.ts';
import { mapHandlers } from './mapping.ts';
import { marksHandlers } from './marks.ts';
import { titleOf } from './packs.ts';
import { planHandlers } from './plans.ts';

/** The handlers of all requests about a library; `tell` returns its event emitter. */
export function libraryHandlers(tell: (id: LibraryId) => LibraryEmit, dialogs: Dialogs, outside: Outside | null, dataFolder: string): LibraryHandlers<Library> {
  return {
    ...indexing, ...folders, ...photos, ...findingHandlers, ...alikeHandlers, ...marksHandlers(tell), ...albumHandlers, ...mapHandlers, ...grouping(tell), ...judging(tell, dialogs), ...questions, ...duplicates, ...planHandlers, ...importHandlers(tell), ...desktopHandlers(outside), ...lists, ...training(dataFolder), ...lenses(tell)
  };
}

type Some<P extends string> = { readonly [N in Exclude<keyof LibraryHandlers<Library>, keyof FindingRequests | keyof AlikeRequests | 'photo.neighbours'> as N extends `${P}.${string}` ? N : never]: LibraryHandlers<Library>[N] };

const indexing: Some<'index' | 'problems'> = {
  'index.progress': async (library) => library.progress,
  'index.start': async (library) => library.startIndex().progress,
  'index.pause': async (library) => (library.pause(), library.progress),
  'index.resume': async (library) => (library.resume(), library.progress),
  'index.cancel': async (library) => (library.cancel(), library.progress),
  'problems.list': async (library) => library.problems(),
  'problems.retry': async (library) => library.startIndex({ retryProblems: true }).progress
};

const folders: Some<'folders' | 'leftOut'> = {
  'folders.add': (library, { folder }) => library.changeFolders((all) => all.add(resolve(folder))),
  'folders.remove': (library, { folder }) => library.changeFolders((all) => all.remove(folder)),
  'leftOut.read': async (library) => leftOutOf(library),
  'leftOut.write': async (library, leavingOut) => {
    await leaveOut(library, leavingOut);
    return leftOutOf(library);
  }
};

const lists: Some<'lists'> = { 'lists.write': ({ store }, request) => writeList(store, request) };

const photos: Some<'photos' | 'photo'> = {
  'photos.list': async (library) => library.photos(),
  'photos.added': async ({ store }, { since }) => readAdded(store, since),
  'photos.files': async ({ store }, { ids }) => readFirstFiles(store, ids),
  'photos.places': async ({ store }, { ids }) => readCoordinates(store, ids),
  'photo.details': async (library, { id }) => library.photo(id)
};

const grouping = (tell: (id: LibraryId) => LibraryEmit): Some<'groups'> => ({
  'groups.read': async ({ lenses }, { lensId }) => lenses.grouping(lensId),
  'groups.ask': ({ desks }, asked) => desks.ask(asked),
  'groups.leave': async ({ desks }, { desk }) => (await desks.leave(desk), null),
  'groups.write': async ({ id, lenses }, { lensId, grouping, revision: base }) => {
    const revision = lenses.saveGrouping(lensId, grouping, base);
    if (revision !== null) tell(id)('groups.changed', { lensId, revision });
    return revision;
  }
});

const duplicates: Some<'duplicates'> = {
  'duplicates.list': ({ duplicates: found }) => found.list(),
  'duplicates.read': ({ duplicates: found }, { ids }) => found.read(ids),
  'duplicates.decide': ({ duplicates: found }, { decided }) => found.decide(decided),
  'duplicates.revoke': async ({ duplicates: found }, { ids }) => (found.revoke(ids), null),
  'duplicates.toGo': async ({ duplicates: found }) => {
    const { files, heirs } = await found.toGo();
    return { chosen: files.map(({ photo, folder, path }) => ({ photo, file: { folder, path } })), bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), heirs };
  },
  'duplicates.order': async ({ duplicates: found }, order) => (found.order(order), null),
  'duplicates.forget': async ({ duplicates: found }) => (found.forget(), null)
};

const questions: Some<'questions'> = {
  'questions.skipped': async ({ store }, { lensId }) => readSkipped(store, lensId),
  'questions.skip': async ({ store }, { lensId, photos: asked, skipped }) => {
    writeSkipped(store, lensId, asked, skipped);
    return null;
  }
};

const training = (dataFolder: string): Some<'train' | 'encoder'> => ({
  'train.plan': async ({ learning }) => learning.plan(),
  'train.progress': async ({ learning }) => learning.progress,
  'train.start': async ({ learning }, { minutes }) => (await learning.start({ minutes })).progress,
  'train.pause': async ({ learning }) => (learning.pause(), learning.progress),
  'train.resume': async ({ learning }) => (await learning.resume(), learning.progress),
  'train.cancel': async ({ learning }) => (await learning.cancel(), learning.progress),
  'encoder.versions': async ({ learning }) => learning.versions,
  'encoder.use': async ({ learning }, { id }) => (await learning.use(id)).progress,
  'encoder.usePack': async ({ learning }, { pack, anyway }) => (await learning.usePack(await titleOf(dataFolder, pack), { anyway })).progress,
  'encoder.delete': async ({ learning }, { id }) => learning.delete(id)
});

function judging(tell: (id: LibraryId) => LibraryEmit, dialogs: Dialogs): Some<'judgments'> {
  const changed = (library: Library, log: JudgmentLog): JudgmentLog => {
    library.judged(log);
    return log;
  };
  return {
    'judgments.read': async ({ lenses }, { lensId }) => (await lenses.openJudge(lensId)).log,
    'judgments.add': async (library, { lensId, statement, origin }) => {
      const outcome = library.judge(lensId).add(statement, { origin });
      if (outcome.status === 'recorded') library.judged(outcome.log);
      return outcome;
    },
    'judgments.change': async (library, { lensId, drop, statements, origin }) => {
      const outcome = library.judge(lensId).change({ drop, statements, origin });
      if (outcome.status === 'recorded') library.judged(outcome.log);
      return outcome;
    },
    'judgments.export': async ({ lenses }, { lensId }) => lenses.export(lensId),
    'judgments.save': async ({ folder, lenses }, { lensId }) => {
      const path = await dialogs.saveFile(`${basename(folder)} – Kindred.jsonl`);
      if (path !== null) await writeWhole(path, [lenses.export(lensId)]);
      return path;
    },
    'judgments.import': async (library, { lensId, text }) => {
      const { changed: judged, ...report } = library.lenses.import(text, lensId);
      if (report.lenses.length > 0) tell(library.id)('lenses.changed', library.lenses.all);
      for (const id of judged) library.judged(library.judge(id).log);
      return report;
    },
    'judgments.undo': async (library, { lensId, step }) => changed(library, library.judge(lensId).undo({ step })),
    'judgments.redo': async (library, { lensId, step }) => changed(library, library.judge(lensId).redo({ step }))
  };
}

function lenses(tell: (id: LibraryId) => LibraryEmit): Some<'lenses'> {
  const relisted = <T>({ id, lenses: { all } }: Library, result: T): T => {
    tell(id)('lenses.changed', all);
    return result;
  };
  return {
    'lenses.list': async (library) => library.lenses.all,
    'lenses.create': async (library, { name }) => relisted(library, library.lenses.create(name)),
    'lenses.duplicate': async (library, { lensId, name }) => relisted(library, library.lenses.duplicate(lensId, name)),
    'lenses.rename': async (library, { lensId, name }) => relisted(library, library.lenses.rename(lensId, name)),
    'lenses.delete': async (library, { lensId }) => {
      const { state } = library;
      library.lenses.delete(lensId);
      await library.maps.drop(lensId);
      if (state.lensId === lensId) tell(library.id)('library.changed', library.state);
      return relisted(library, null);
    },
    'lenses.restore': async (library, { lensId }) => relisted(library, library.lenses.restore(lensId)),
    'lenses.choose': async (library, { lensId }) => {
      library.lenses.choose(lensId);
      tell(library.id)('library.changed', library.state);
      return library.state;
    }
  };
}
