// The power goes at a random moment: the disk has everything that was flushed, and anything of the rest. What was acknowledged is there then, nothing that
// is half looks whole, and the next start goes on. Needs strace, by which it is seen what a program writes, names and flushes.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PlanKind } from '../../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';
import { readBackup, restoreBackup } from '../../../src-main/backup/restore.ts';
import { writeBackup } from '../../../src-main/backup/write.ts';
import { makePlan } from '../../../src-main/filing/plan.ts';
import { performPlan } from '../../../src-main/filing/perform.ts';
import { recoverPlans } from '../../../src-main/filing/recover.ts';
import { undoPlan } from '../../../src-main/filing/undo.ts';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { Lenses } from '../../../src-main/library/judging/lenses.ts';
import { openStored } from '../../../src-main/library/open-stored.ts';
import { readSettings } from '../../../src-main/settings.ts';
import { readAlbums } from '../../../src-main/store/albums.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { encoderFile, readCheckpoint } from '../../../src-main/store/encoder-files.ts';
import { readEncoderVersions } from '../../../src-main/store/encoder-versions.ts';
import { keptCopies } from '../../../src-main/store/kept-copies.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { findLibrary, listLibraries, storedAt } from '../../../src-main/store/libraries.ts';
import { countMarked } from '../../../src-main/store/marks.ts';
import { readPhotoTable } from '../../../src-main/store/photos.ts';
import { addPlan } from '../../../src-main/store/plans.ts';
import { connect } from '../../../src-main/store/sqlite.ts';
import { contentsIn, expectNothingLost, expectSettled } from '../../filing/consistent.ts';
import { madeLibrary } from '../../filing/made-files.ts';
import { madeLibrary as madeWithEverything } from '../../backup/made-backup.ts';
import { CUTS, cutting, random, wholeIn } from './cutting.ts';
import { ForgetfulDisk } from './disk.ts';
import { TRACER } from './trace.ts';

/** The short form has fewer moments, and fewer kinds of plans. */
const isLong = process.env.KINDRED_FAULTS !== undefined;
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const OTHERS: [PlanKind, 'one' | 'apart'][] = [['move', 'one'], ['copy', 'apart'], ['trash', 'apart'], ['hardlink', 'one']];

afterEach(() => void vi.restoreAllMocks());

const answersIn = (store: Store): number => Number(store.db.prepare('SELECT count(*) FROM judgments').pluck().get());

describe.runIf(TRACER !== null)('a power cut', () => {
  it('takes nothing that was acknowledged: settings, answers, marks, albums, encoders, kept copies', async ({ skip }) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'kindred-power-')));
    const [data, photos] = [join(root, 'data'), join(root, 'photos')];
    mkdirSync(photos);
    const ran = await cutting(root, [script('working-process.ts'), data, photos], 2 * CUTS, async (told, at) => {
      const count = (what: string): number => told.filter((line) => line === what).length;
      const settings = await readSettings(data);
      if (count('settings') > 0) expect(settings.language, at).toBe('ko');
      if (count('theme') > 0) expect(settings.theme, at).toBe('dark');
      if (count('opened') > 0) expect(findLibrary(data, photos), at).not.toBeNull();
      const { store } = await openStored({ dataFolder: data, folder: photos }, { add: () => {} });
      try {
        wholeIn(store, at);
        expect(answersIn(store), at).toBeGreaterThanOrEqual(count('answer'));
        expect(countMarked(store), at).toBeGreaterThanOrEqual(count('mark'));
        expect(readAlbums(store).length, at).toBeGreaterThanOrEqual(count('album'));
        const kept = Math.max(0, ...told.map((line) => Number(/^kept (\d+)/.exec(line)?.[1] ?? 0)));
        const copies = keptCopies(store.folder);
        if (kept > 0) expect(copies.length, at).toBeGreaterThan(0);
        for (const [place, copy] of copies.entries()) {
          const db = connect(copy, { readonly: true });
          expect(db.pragma('integrity_check', { simple: true }), at).toBe('ok');
          if (place === 0) expect(Number(db.prepare('SELECT count(*) FROM judgments').pluck().get()), at).toBeGreaterThanOrEqual(kept);
          db.close();
        }
        const checkpoint = await readCheckpoint(store.folder);
        if (count('checkpoint') > 0) expect(checkpoint !== null && Buffer.alloc(50_000, 5).equals(checkpoint), at).toBe(true);
        // no version without its weights
        for (const { name, trained } of readEncoderVersions(store)) if (trained) expect(existsSync(encoderFile(store.folder, name)) && readFileSync(encoderFile(store.folder, name)).equals(Buffer.alloc(90_000, 7)), at).toBe(true);
        if (count('encoder') > 0) expect(readEncoderVersions(store).map(({ name }) => name), at).toContain('tuned-1');
        const ids = [...readPhotoTable(store).ids] as PhotoId[];
        if (ids.length > 1) new Judge(store, DEFAULT_LENS).add({ kind: 'different', photos: [ids[0], ids.at(-1)] as [PhotoId, PhotoId] });
      } finally {
        store.close();
      }
    });
    rmSync(root, { recursive: true });
    if (!ran) skip('needs the right to trace');
  }, 60_000 + CUTS * 5000);

  it.each<[PlanKind, 'one' | 'apart']>([['move', 'apart'], ['trash', 'one'], ...(isLong ? OTHERS : [])])('loses no file of a %s (disks: %s), nor when it is taken back', async (kind, disks) => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const files = Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`${at % 2}/${at}.jpg`, `${at} `.repeat(6000 + at * 3000)]));
    const made = madeLibrary(files);
    const chosen = Object.keys(files).map((path) => ({ photo: made.photo(path), file: { folder: made.photos, path } }));
    const plan = await makePlan(made.store, { kind, why: 'a test', chosen, target: kind === 'trash' ? null : made.out, lastToo: true, pattern: '{folder}/{name}' }).then((one) => addPlan(made.store, one, one.steps, 0));
    const trash = join(made.root, 'data', 'Trash');
    const before = contentsIn(made.photos);
    made.close();
    for (const what of ['perform', 'undo'] as const) {
      const saved = new ForgetfulDisk(made.root);
      const args = [fileURLToPath(new URL('../../filing/filing-process.ts', import.meta.url)), made.root, String(plan), what, disks];
      await cutting(made.root, args, Math.ceil(CUTS / 2), async (_told, at) => {
        const everywhere = contentsIn(made.photos, made.out, join(made.root, 'data'));
        expectNothingLost(before, everywhere);
        const store = openStore(join(made.root, 'stored'));
        try {
          wholeIn(store, at);
          await recoverPlans({ ...made.tools(), store });
          expectSettled(store, trash, made.photos, made.out);
          expectNothingLost(before, contentsIn(made.photos, made.out, join(made.root, 'data')));
          for (const hash of contentsIn(made.photos, made.out).keys()) expect(before.has(hash), `${at}: nothing half`).toBe(true);
          const { phase } = await (what === 'perform' ? performPlan : undoPlan)({ ...made.tools(), store }, plan);
          expect(phase, at).toBe('ended');
          expectNothingLost(before, contentsIn(made.photos, made.out, join(made.root, 'data')));
          if (what === 'undo') expect(made.files('photos'), at).toEqual(files);
        } finally {
          store.close();
        }
      });
      // undone is what was done to its end
      saved.cut(1, random);
      if (what === 'perform') {
        const store = openStore(join(made.root, 'stored'));
        await performPlan({ ...made.tools(), store }, plan);
        store.close();
      }
    }
  }, 60_000 + CUTS * 5000);

  it.runIf(isLong)('leaves the backup that was there or the new one, and of a restoring the library that was there or the restored one', async () => {
    const made = await madeWithEverything();
    const answers = answersIn(made.store);
    made.store.close();
    const [root, file] = [realpathSync(made.root), join(realpathSync(made.root), 'one.kindred')];
    const dataFolder = join(root, 'data');
    await writeBackup({ stored: made.stored, library: made.library.id, file, app: '1', now: 0 });
    const script = fileURLToPath(new URL('../../backup/backup-process.ts', import.meta.url));
    await cutting(root, [script, 'write', storedAt(dataFolder, made.library.id), made.library.id, file], Math.ceil(CUTS / 3), async (_told, at) => {
      expect((await readBackup(dataFolder, file)).answers, at).toBe(2);
      const restored = mkdtempSync(join(tmpdir(), 'kindred-restored-'));
      await restoreBackup({ dataFolder: restored, file, inTheWay: 'refuse', now: 0 });
      rmSync(restored, { recursive: true });
      const store = openStore(storedAt(dataFolder, made.library.id));
      wholeIn(store, at);
      expect(answersIn(store), at).toBe(answers);
      store.close();
    });
    await cutting(root, [script, 'restore', dataFolder, '', file], Math.ceil(CUTS / 3), async (_told, at) => {
      const aside = join(dataFolder, 'set-aside');
      const stored = [...listLibraries(dataFolder).map(({ id }) => storedAt(dataFolder, id)), ...(existsSync(aside) ? readdirSync(aside).map((name) => join(aside, name)) : [])];
      expect(stored.length, at).toBeGreaterThan(0);
      for (const folder of stored) {
        const store = openStore(folder);
        wholeIn(store, at);
        expect(answersIn(store), at).toBe(answers);
        store.close();
      }
      await restoreBackup({ dataFolder, file, inTheWay: 'set-aside', now: Date.now() });
      expect(listLibraries(dataFolder), at).toHaveLength(1);
    });
  }, 60_000 + CUTS * 5000);

  it('leaves the library, or the file that its answers were saved to before it was forgotten', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const made = await madeWithEverything();
    const [answers, saved] = [answersIn(made.store), new Lenses(made.store).export(null)];
    made.store.close();
    const [root, id] = [realpathSync(made.root), made.library.id];
    const [dataFolder, file] = [join(root, 'data'), join(root, 'answers.jsonl')];
    await cutting(root, [fileURLToPath(new URL('../../../src-main/cli.ts', import.meta.url)), 'library', 'forget', id, '--export', file], CUTS, async (_told, at) => {
      if (existsSync(file)) return expect(readFileSync(file, 'utf8'), at).toBe(saved);
      const store = openStore(storedAt(dataFolder, id));
      expect(answersIn(store), at).toBe(answers);
      store.close();
    }, { KINDRED_DATA: dataFolder });
  }, 60_000 + CUTS * 5000);
});

it('the disk that forgets has what was flushed, and only then surely', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'kindred-disk-')));
  writeFileSync(join(root, 'there'), 'there');
  const disk = new ForgetfulDisk(root);
  const left = (): Record<string, string> => {
    disk.cut(0, random);
    return Object.fromEntries(readdirSync(root).map((name) => [name, readFileSync(join(root, name), 'utf8')]));
  };
  disk.create(join(root, 'new'));
  disk.write(join(root, 'new'), 0, Buffer.from('new'));
  disk.flush(join(root, 'new'), disk.next);
  expect(left()).toEqual({ there: 'there' });
  disk.flush(root, disk.next);
  disk.write(join(root, 'new'), 3, Buffer.from('er'));
  disk.rename(join(root, 'new'), join(root, 'there'));
  expect(left()).toEqual({ there: 'there', new: 'new' });
  disk.flush(root, disk.next);
  expect(left()).toEqual({ there: 'new' });
  disk.cut(1, random);
  expect(readFileSync(join(root, 'there'), 'utf8')).toBe('newer');
  rmSync(root, { recursive: true });
});
