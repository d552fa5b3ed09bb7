// The power goes while an encoder is trained: the library is whole then, no checkpoint is half, and the next start goes on from one or begins anew.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { Library } from '../../../src-main/library/library.ts';
import { openStore } from '../../../src-main/store/database.ts';
import { encoderFile } from '../../../src-main/store/encoder-files.ts';
import { activeEncoderVersion, readEncoderVersions } from '../../../src-main/store/encoder-versions.ts';
import { findLibrary, storedAt } from '../../../src-main/store/libraries.ts';
import { openTrainingRun } from '../../../src-main/store/training-runs.ts';
import { fakeLearning } from '../../library/training/fake-learning.ts';
import { checkWhole, judge } from '../../library/training/interrupted.ts';
import { makeLibrary } from '../../made-library.ts';
import { CUTS, cutting, wholeIn } from './cutting.ts';
import { TRACER } from './trace.ts';

const PHOTOS = 36;
/** So much a step that a few make an encoder that is adopted, however slow strace makes them. */
const GAIN = '0.05';
const script = fileURLToPath(new URL('../../library/training/training-process.ts', import.meta.url));

describe.runIf(TRACER !== null)('a power cut', () => {
  it('in training leaves the library whole, and the training to go on or to begin anew', async ({ skip }) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const [data, place] = [realpathSync(mkdtempSync(join(tmpdir(), 'kindred-power-'))), realpathSync(mkdtempSync(join(tmpdir(), 'kindred-photos-')))];
    const photos = join(place, 'photos');
    await makeLibrary(photos, { groups: 9, perGroup: 4, width: 160, height: 120 });
    const opened = async (): Promise<Library> => {
      const learning = fakeLearning(join(data, 'app', 'encoder.bin'), { gain: Number(GAIN) });
      return Library.open({ dataFolder: data, folder: photos, engine: learning.engine, learning, groups: false, emit: () => undefined });
    };
    const library = await opened();
    await library.startIndex().finished;
    await library.close();
    const folder = storedAt(data, findLibrary(data, photos)!.id); // it was just made
    judge(folder);
    let resumed = 0;
    const ran = await cutting(data, [script, photos, 'train', GAIN], Math.ceil(CUTS / 2), async (told, at) => {
      said.mockClear();
      const { seconds } = await checkWhole(folder, { photos: PHOTOS });
      expect(said.mock.calls.flat().filter((text) => /damaged/.test(String(text))), at).toEqual([]);
      const store = openStore(folder);
      wholeIn(store, at);
      const isOpen = openTrainingRun(store) !== null;
      // what the user was told is so: a training that has begun is there, and one that is done has its encoder in use
      if (told.includes('training') && !told.includes('done')) expect(isOpen || activeEncoderVersion(store)!.trained !== null, at).toBe(true);
      if (told.includes('done')) expect([isOpen, activeEncoderVersion(store)!.trained !== null, told.includes('encoding')], at).toEqual([false, true, true]);
      for (const { name, trained } of readEncoderVersions(store)) if (trained) expect(existsSync(encoderFile(folder, name)), `${at}: ${name}`).toBe(true);
      store.close();
      if (seconds > 0) resumed++;
      const again = await opened();
      const { phase, seconds: after } = await (await again.learning.start({ minutes: 0.2 / 60, seed: 3, batch: 8 })).finished;
      await again.close();
      expect(phase, at).toBe('done');
      expect(after, at).toBeGreaterThanOrEqual(Math.max(0.2, seconds));
      await checkWhole(folder, { photos: PHOTOS });
    }, { KINDRED_DATA: data });
    for (const each of [data, place]) rmSync(each, { recursive: true });
    if (!ran) skip('needs the right to trace');
    // among so many moments are some after the first checkpoint
    if (CUTS > 6) expect(resumed).toBeGreaterThan(0);
  }, 90_000 + CUTS * 10_000);
});
