// `kindred index <folder>`: brings the folder's library up to date.

import { resolve } from 'node:path';
import { explain } from '../compute/backends.ts';
import { openEngine } from '../compute/open-engine.ts';
import { dataFolder } from '../data-folder.ts';
import { CodedError } from '../failure.ts';
import { learningWith } from '../hosts/learning.ts';
import { shippedWeights } from '../hosts/resources.ts';
import type { NotReadKind } from '../../src-shared/contract.ts';
import type { Brought } from '../library/folders/bring-along.ts';
import { pathsFrom } from '../library/folders/path-from.ts';
import { Library } from '../library/library.ts';
import { backendsFor, progressPrinter, readArguments, readBackend, UsageError } from './arguments.ts';
import { counted } from './counted.ts';
import { readSettings } from '../settings.ts';
import { followEncoder } from './follow-encoder.ts';
import { openFor } from './known-library.ts';
import { printableName } from './printable.ts';
import { trainPrinter } from './train-words.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean' }, backend: { type: 'string' }, 'new-library': { type: 'boolean' } });
  const [folder] = positionals;
  if (folder === undefined) throw new UsageError('expected the folder to index');

  const forced = readBackend(values.backend);
  const backends = await backendsFor(forced);
  const [print, printFollowing] = [progressPrinter(), trainPrinter()];
  const engine = await openEngine({ weights: shippedWeights, backends });
  const data = dataFolder();
  try {
    await openFor(data, resolve(folder), { fresh: values['new-library'] === true });
    const library = await Library.open({
      dataFolder: data, folder: resolve(folder), engine, learning: learningWith({ dataFolder: data, forced }), groups: false, pairs: async () => (await readSettings(data)).pairRaw,
      emit: (name, payload) => {
        // the name says which payload it is
        if (name === 'index.progress') print(payload as Parameters<typeof print>[0]);
        if (name === 'train.progress') printFollowing(payload as Parameters<typeof printFollowing>[0]);
      }
    });
    try {
      console.error(explain(engine.backend, engine.better, engine.note));
      const start = performance.now();
      const indexRun = library.startIndex();
      const stop = (): void => indexRun.cancel();
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
      const progress = await indexRun.finished;
      if (progress.error) throw new CodedError(progress.error.code, progress.error.message);
      const secondsReading = (performance.now() - start) / 1000;
      if (progress.phase === 'done') {
        await followEncoder(library.learning);
        await library.duplicates.look();
      }
      const seconds = (performance.now() - start) / 1000;

      const { photos, files, offline, folders } = library.state;
      for (const { path, photos: held, problem } of folders) if (problem !== null) console.error(`${path} is not there: its ${counted(held, 'photo is left as it was', 'photos are left as they were')}.`);
      if (library.brought) console.error(describeBrought(library.brought));
      const pathOf = pathsFrom(resolve(folder));
      const { counts } = progress;
      const problems = library.problems().map(({ folder: place, path, code, detail }) => ({ path: pathOf(place, path), reason: `${code}: ${detail}` }));
      if (values.json) {
        console.log(JSON.stringify({ photos, files, ...counts, offline, problems, notRead: library.state.notRead.map(({ kind, files: left }) => ({ kind, files: left, reason: WHY_NOT[kind] })), seconds: Number(seconds.toFixed(3)), secondsReading: Number(secondsReading.toFixed(3)) }));
      } else {
        for (const { path, reason } of problems) console.log(`problem  ${printableName(path)}  ${printableName(reason)}`);
        console.log(`${counted(photos, 'photo')} in ${counted(files, 'file')}: ${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.moved} moved, ${counts.removed} removed, ${offline} offline, ${counted(problems.length, 'problem')}; ${seconds.toFixed(1)} s`);
      }
      const others = library.state.notRead.map(({ kind, files: left }) => `${NAMES[kind](left)}: ${WHY_NOT[kind]}`);
      if (files + problems.length === 0 && progress.phase === 'done') console.error(`No photos were found in ${library.state.folder}.`);
      if (others.length > 0 && !values.json) console.error(`Not read:\n${others.map((line) => `  ${line}`).join('\n')}`);
      if (progress.phase === 'cancelled') throw new CodedError('unexpected', 'Stopped early; run it again to continue where it stopped.');
    } finally {
      await library.close();
    }
  } finally {
    await engine.close();
  }
}

/** Why files of a kind are not read. */
const WHY_NOT: Readonly<Record<NotReadKind, string>> = {
  video: 'Kindred groups photos; videos stay where they are',
  audio: 'they are sounds',
  picture: 'drawings, icons and pictures of formats that Kindred does not read',
  sidecar: 'they belong to other files or programs',
  document: 'they are text',
  archive: 'unpack them to have what is inside read',
  program: 'they are programs or links',
  hidden: 'their names begin with a dot',
  'left-out': 'rules or patterns leave them out; `kindred library` shows which',
  elsewhere: 'their bytes are only in a cloud; download them there to have them read',
  other: 'their content is no picture that Kindred knows'
};

const NAMES: Readonly<Record<NotReadKind, (files: number) => string>> = {
  video: (files) => counted(files, 'video'),
  audio: (files) => counted(files, 'sound file'),
  picture: (files) => counted(files, 'other picture'),
  sidecar: (files) => counted(files, 'sidecar'),
  document: (files) => counted(files, 'document'),
  archive: (files) => counted(files, 'archive'),
  program: (files) => counted(files, 'program'),
  hidden: (files) => counted(files, 'hidden file'),
  'left-out': (files) => counted(files, 'file that is left out', 'files that are left out'),
  elsewhere: (files) => counted(files, 'file that is only in a cloud', 'files that are only in a cloud'),
  other: (files) => counted(files, 'other file')
};

function describeBrought({ answers, names, albums, contradictions, from }: Brought): string {
  const places = from.map(({ folders }) => folders[0] ?? 'a library whose folder is not known').join(', ');
  const left = contradictions > 0 ? `; ${counted(contradictions, 'that contradicts them was skipped', 'that contradict them were skipped')}` : '';
  return `Took over from ${places} what you said about these photos: ${counted(answers, 'answer')}, ${counted(names, 'group name')} and ${counted(albums, 'album')}${left}.`;
}
