import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Judgment, JudgmentId, LensId, PhotoId, PhotoSpace, Statement } from '../../../src-shared/contract.ts';
import { LensSpaces, type LensSpacesOptions } from '../../../src-main/library/spaces/lens-spaces.ts';
import { digestOf } from '../../../src-main/library/spaces/space-digest.ts';
import { madeSpace } from '../../desk/made-space.ts';
import { asked } from '../../origins.ts';

const first = 1 as LensId; // brands: no store is at hand
const second = 2 as LensId;
const say = (statements: readonly Statement[]): Judgment[] => statements.map((statement, at) => ({ id: (at + 1) as JudgmentId, lensId: first, madeAt: 0, statement, origin: asked }));
const pair = (kind: 'similar' | 'different', a: number, b: number): Statement => ({ kind, photos: [a as PhotoId, b as PhotoId] });

/** Forty photos, alike where their texture is (the second half of the coordinates); colour says nothing. */
const prior = madeSpace(Array.from({ length: 40 }, (_, at) => [Math.sin(at * 7.3), Math.cos(at * 3.1), at % 2, 0]), { middle: 1, slope: 12 });
const byTexture = say(Array.from({ length: 30 }, (_, at) => pair(at % 2 === 0 ? 'similar' : 'different', at + 1, at % 2 === 0 ? at + 3 : at + 2)));

let opened: LensSpaces | null = null;
let stored: string;
beforeEach(() => void (stored = mkdtempSync(join(tmpdir(), 'kindred-lenses-'))));
afterEach(async () => {
  await opened?.close();
  rmSync(stored, { recursive: true, force: true });
});

function open(options: Partial<LensSpacesOptions> & Pick<LensSpacesOptions, 'judgments'>): { spaces: LensSpaces; changes: { lensId: LensId; revision: number }[] } {
  const changes: { lensId: LensId; revision: number }[] = [];
  opened = new LensSpaces({ stored, prior: () => Promise.resolve(prior), onChange: (lensId, revision) => changes.push({ lensId, revision }), pauseMs: 20, ...options });
  return { spaces: opened, changes };
}

const until = async (done: () => boolean): Promise<void> => {
  for (let turn = 0; !done(); turn++) {
    if (turn > 1000) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const shareOf = ({ metric }: PhotoSpace, name: string): number => metric!.sections.find((section) => section.name === name)!.share;

describe('the spaces of lenses', () => {
  it('are the prior where nothing is judged, and learned where something is', async () => {
    const { spaces } = open({ judgments: (lensId) => (lensId === first ? byTexture : []) });
    const learned = await spaces.read(first);
    expect(shareOf(learned, 'texture')).toBeGreaterThan(shareOf(prior, 'texture') + 0.05);
    expect(learned.metric!.answers).toBe(byTexture.length);
    expect(learned.ids).toEqual(prior.ids);
    expect((await spaces.read(second)).points).toBe(prior.points);
    // asked again, it is the same
    expect(await spaces.read(first)).toBe(learned);
  });

  it('are named by all that is in them', async () => {
    const now: PhotoSpace = { ...prior, digest: digestOf(prior) };
    const { spaces } = open({ judgments: (lensId) => (lensId === first ? byTexture : []), prior: () => Promise.resolve(now) });
    const learned = await spaces.read(first);
    expect(learned.digest).toBe(digestOf(learned));
    expect(learned.digest).not.toBe(now.digest);
    expect((await spaces.read(second)).digest).toBe(now.digest);
  });

  it('are named after the prior where its points stay, and after what distances mean by then', async () => {
    const nameUnder = async (digest: string, statements: readonly Statement[]): Promise<string | undefined> => {
      const { spaces } = open({ judgments: () => say(statements), prior: () => Promise.resolve({ ...prior, digest }) });
      const space = await spaces.read(first);
      await spaces.close();
      expect(space.points).toEqual(prior.points);
      return space.digest;
    };
    const few = [pair('similar', 1, 3)];
    const name = await nameUnder('one', few);
    expect(await nameUnder('one', few)).toBe(name);
    expect(await nameUnder('another', few)).not.toBe(name);
    expect(await nameUnder('one', [...few, pair('similar', 5, 7)])).not.toBe(name);
  });

  it('are let go but for the two used last, and learned again when one is wanted again', async () => {
    const third = 3 as LensId;
    const { spaces } = open({ judgments: () => byTexture });
    const [one, two] = [await spaces.read(first), await spaces.read(second)];
    expect(await spaces.read(first)).toBe(one);
    await spaces.read(third);
    expect(await spaces.read(first)).toBe(one);
    const again = await spaces.read(second);
    expect(again).not.toBe(two);
    expect(again.points).toEqual(two.points);
  });

  it('follow judgments once they pause, and say so once', async () => {
    let judgments: Judgment[] = [];
    const { spaces, changes } = open({ judgments: () => judgments });
    const before = await spaces.read(first);
    for (let count = 1; count <= byTexture.length; count++) {
      judgments = byTexture.slice(0, count);
      spaces.judged(first);
    }
    expect((await spaces.read(first)).revision).toBe(before.revision); // the one before serves until then
    await until(() => changes.length > 0);
    const after = await spaces.read(first);
    expect(changes).toEqual([{ lensId: first, revision: after.revision }]);
    expect(after.revision).toBeGreaterThan(before.revision);
    expect(after.metric!.answers).toBe(byTexture.length);
    // undone again: the prior is back
    judgments = [];
    spaces.judged(first);
    await until(() => changes.length > 1);
    expect((await spaces.read(first)).points).toBe(prior.points);
  });

  it('do not wait for ever for answers to pause', async () => {
    let judgments: Judgment[] = [];
    const { spaces, changes } = open({ judgments: () => judgments, pauseMs: 100_000, patienceMs: 30 });
    await spaces.read(first);
    judgments = byTexture;
    spaces.judged(first);
    await new Promise((resolve) => setTimeout(resolve, 40));
    spaces.judged(first);
    await until(() => changes.length === 1);
  });

  it('are learned again where the space of the prior changes', async () => {
    let now: PhotoSpace = prior;
    const { spaces } = open({ judgments: () => byTexture, prior: () => Promise.resolve(now) });
    const before = await spaces.read(first);
    now = { ...prior, revision: 2, points: prior.points.map((value) => value * 1.1) };
    const after = await spaces.read(first);
    expect(after.revision).toBeGreaterThan(before.revision);
    expect(after.points).not.toEqual(before.points);
  });

  it('pass on why there is no prior, and go on once there is one', async () => {
    let broken = true;
    const { spaces } = open({ judgments: () => byTexture, prior: () => (broken ? Promise.reject(new Error('no photos')) : Promise.resolve(prior)) });
    await expect(spaces.read(first)).rejects.toThrow('no photos');
    broken = false;
    expect((await spaces.read(first)).metric!.answers).toBe(byTexture.length);
  });

  it('are no more once closed', async () => {
    const { spaces, changes } = open({ judgments: () => byTexture });
    spaces.judged(first);
    await spaces.close();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(changes).toEqual([]);
    await expect(spaces.read(first)).rejects.toMatchObject({ code: 'no-library' });
  });
});

describe('a worker that does not learn as it should', () => {
  const odd = (how: string): URL => new URL(`fixtures/${how}-worker.ts`, import.meta.url);

  it.each([['die', 'exit code 3'], ['throw', 'no memory left'], ['hang', 'did not answer within']] as const)('is told of where it is one to %s, and the next reader asks again', async (how, why) => {
    const { spaces } = open({ judgments: () => byTexture, file: odd(how), learningMs: how === 'hang' ? 300 : 20_000 });
    for (let i = 0; i < 2; i++) await expect(spaces.read(first)).rejects.toMatchObject({ code: 'engine-failed', message: expect.stringContaining(why) });
  });

  it('holds no closing up', async () => {
    const { spaces } = open({ judgments: () => byTexture, file: odd('hang') });
    const unanswered = spaces.read(first);
    unanswered.catch(() => undefined); // looked at below
    await new Promise((resolve) => setTimeout(resolve, 100));
    await spaces.close();
    await expect(unanswered).rejects.toMatchObject({ code: 'no-library' });
    await expect(spaces.read(first)).rejects.toMatchObject({ code: 'no-library' });
  });
});
