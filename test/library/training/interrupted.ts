// What has to be there whenever training is interrupted. Not a test.
import { expect } from 'vitest';
import { Judge } from '../../../src-main/library/judging/judge.ts';
import { unpackCheckpoint } from '../../../src-main/library/training/checkpoint.ts';
import { openStore, type Store } from '../../../src-main/store/database.ts';
import { readCheckpoint } from '../../../src-main/store/encoder-files.ts';
import { activeEncoderVersion } from '../../../src-main/store/encoder-versions.ts';
import { readJudgmentLog } from '../../../src-main/store/judgments.ts';
import { DEFAULT_LENS } from '../../../src-main/store/lenses.ts';
import { countToEncode } from '../../../src-main/store/training-photos.ts';
import { openTrainingRun } from '../../../src-main/store/training-runs.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';

const JUDGMENTS = 6;

/** Says something that has to survive. */
export function judge(folder: string): void {
  const store = openStore(folder);
  try {
    const ids = store.db.prepare<[], number>('SELECT id FROM photos ORDER BY hash').pluck().all();
    const judge = new Judge(store, DEFAULT_LENS);
    for (let i = 0; i < JUDGMENTS; i++) judge.add({ kind: i % 2 ? 'similar' : 'different', photos: [ids[i], ids[i + 10]] as [PhotoId, PhotoId] }, { now: i }); // there are so many
  } finally {
    store.close();
  }
}

/** Opens what the interruption left, as the next start would, and finds it whole. @returns how far the open run's checkpoint is */
export async function checkWhole(folder: string, { photos }: { readonly photos: number }): Promise<{ readonly run: number; readonly seconds: number }> {
  const store: Store = openStore(folder);
  try {
    expect(store.db.pragma('main.integrity_check', { simple: true })).toBe('ok');
    expect(store.db.pragma('thumbs.integrity_check', { simple: true })).toBe('ok');
    expect(store.db.pragma('foreign_key_check')).toEqual([]);
    expect(readJudgmentLog(store, DEFAULT_LENS).judgments).toHaveLength(JUDGMENTS);
    const inUse = activeEncoderVersion(store)!;
    expect(countToEncode(store, inUse.id), 'every photo has its embedding of the version in use').toBe(0);
    const embedded = store.db.prepare<[number], number>('SELECT count(*) FROM embeddings WHERE encoder_version_id = ?').pluck().get(inUse.id);
    expect(embedded).toBe(photos);
    const run = openTrainingRun(store)?.id ?? 0; // one that ended needs its checkpoint no more
    const kept = await readCheckpoint(folder);
    return { run, seconds: (kept && unpackCheckpoint(kept, run))?.status.seconds ?? 0 };
  } finally {
    store.close();
  }
}
