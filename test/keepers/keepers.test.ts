import { describe, expect, it } from 'vitest';
import { fit, learnKeepers, type KeeperChoice } from '../../src-shared/keepers/learn.ts';
import { propose } from '../../src-shared/keepers/propose.ts';
import { type KeeperFile, type KeeperOrder, USUAL_ORDER } from '../../src-shared/keepers/rules.ts';
import { uniform } from '../../src-shared/learning/random.ts';

const file = (changes: Partial<KeeperFile> = {}): KeeperFile => ({
  folder: '/photos', path: 'a.jpg', width: 4000, height: 3000, bytes: 4e6, format: 'jpeg', takenAt: 1e12, modifiedAt: 1e12, camera: 'Camera', hasPlace: true, sharpness: 0.5, clipped: 0,
  differences: [], ...changes
});
const keeperOf = (files: readonly KeeperFile[], order: KeeperOrder = USUAL_ORDER): number => propose(files, order).keeper;

describe('proposals', () => {
  it.each<[string, Partial<KeeperFile>]>([
    ['fewer pixels', { width: 2000, height: 1500 }], ['a name of a copy', { path: 'a (1).jpg' }], ['a screenshot of it', { path: 'Screenshot 2024.png' }], ['an edit', { differences: ['grey'] }],
    ['no place', { hasPlace: false }], ['a blurred shot', { sharpness: 0.2 }], ['a burnt out shot', { clipped: 0.3 }], ['another format', { format: 'webp' }], ['more compression', { bytes: 1e6 }],
    ['a later one', { takenAt: 1e12 + 5000 }]
  ])('prefer a file to one with %s, wherever it stands', (_, changes) => {
    expect(keeperOf([file(), file({ path: 'b.jpg', ...changes })])).toBe(0);
    expect(keeperOf([file({ path: 'b.jpg', ...changes }), file()])).toBe(1);
  });

  it('say what decided, in the order of the rules, and nothing that did not', () => {
    expect(propose([file(), file({ path: 'b.jpg', width: 2000 }), file({ path: 'c.jpg', hasPlace: false })], USUAL_ORDER).reasons).toEqual(['pixels', 'metadata']);
    expect(propose([file(), file({ path: 'folder/a.jpg' })], USUAL_ORDER)).toEqual({ keeper: 0, reasons: [], learned: false });
  });

  it('follow another order', () => {
    const files = [file({ width: 2000, takenAt: 1 }), file({ path: 'b.jpg' })];
    expect(keeperOf(files)).toBe(1);
    expect(keeperOf(files, { rules: ['earlier', 'pixels'], fixed: 0, folders: [] })).toBe(0);
    expect(keeperOf(files, { rules: ['later'], fixed: 0, folders: [] })).toBe(1);
    expect(keeperOf([file(), file({ path: 'b.jpg', differences: ['grey'] })], { rules: ['edited'], fixed: 0, folders: [] })).toBe(1);
  });

  it('prefer folders in their order, and not ones whose names only begin alike', () => {
    const order = { ...USUAL_ORDER, folders: ['/photos/best', '/photos/good'] };
    expect(keeperOf([file({ path: 'bestial/a.jpg' }), file({ path: 'good/a.jpg', width: 100 }), file({ path: 'best/a.jpg', width: 100 })], order)).toBe(2);
    expect(keeperOf([file({ path: 'bestial/a.jpg' }), file({ path: 'good/a.jpg', width: 100 })], order)).toBe(1);
  });

  it('prefer a file with a raw file beside it, unless what the user fixed speaks against it', () => {
    const better: Partial<KeeperFile> = { width: 5000, height: 4000 };
    const files = [file({ path: 'b (1).jpg', raws: 1, hasPlace: false, camera: null }), file({ path: 'best/a.jpg', ...better })];
    expect(propose(files, USUAL_ORDER)).toMatchObject({ keeper: 0, reasons: ['format'] });
    expect(propose(files, { ...USUAL_ORDER, rules: ['pixels'], fixed: 0 }, { weights: { pixels: 9 }, right: 20, byOrder: 1, of: 20 })).toMatchObject({ keeper: 0, learned: false });
    expect(propose(files, { rules: ['pixels', 'original'], fixed: 1, folders: [] })).toMatchObject({ keeper: 1, reasons: ['pixels'] });
    expect(propose(files, { ...USUAL_ORDER, folders: ['/photos/best'] })).toMatchObject({ keeper: 1, reasons: ['folder'] });
    expect(keeperOf([file({ raws: 1 }), file({ path: 'best/a.cr2', format: 'raw', ...better })])).toBe(1); // a raw file itself does not count less
  });

  it('do not depend on the order of the files', () => {
    const next = uniform(4);
    for (let run = 0; run < 100; run++) {
      const files = Array.from({ length: 5 }, (_, at) => file({ path: `${at}.jpg`, width: 1000 + Math.floor(3 * next()) * 500, hasPlace: next() < 0.5, sharpness: next(), bytes: 1e6 * (1 + Math.floor(3 * next())) }));
      const shuffled = files.toSorted((a, b) => a.bytes - b.bytes || a.path.localeCompare(b.path));
      expect(shuffled[keeperOf(shuffled)]).toBe(files[keeperOf(files)]);
    }
  });
});

/** Choices between two or three files by a user who goes by `taste`. */
function choicesBy(taste: (file: KeeperFile) => number, count: number, seed: number, errs = 0): KeeperChoice[] {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const files = Array.from({ length: 2 + Math.floor(2 * next()) }, (_, at) => file({
      path: `${at}.jpg`, width: 1000 + 1000 * Math.floor(3 * next()), sharpness: 0.2 + next(), clipped: 0.3 * next(), hasPlace: next() < 0.5, takenAt: 1e12 + 1e6 * Math.floor(5 * next())
    }));
    const best = files.reduce((a, b, at) => (taste(b) > taste(files[a]!) ? at : a), 0);
    return { files, kept: next() < errs ? Math.floor(next() * files.length) : best };
  });
}

describe('learning', () => {
  it('needs a dozen choices', () => {
    expect(learnKeepers(choicesBy(({ sharpness }) => sharpness!, 11, 1), USUAL_ORDER)).toBeNull();
  });

  it('finds that a user goes by sharpness, against an order that starts with pixels, and predicts choices it never saw', () => {
    const taste = ({ sharpness }: KeeperFile): number => sharpness!;
    const shares = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((seed) => {
      const learned = learnKeepers(choicesBy(taste, 40, seed, 0.05), USUAL_ORDER)!;
      expect(learned.right).toBeGreaterThan(learned.byOrder);
      const unseen = choicesBy(taste, 100, seed + 100);
      return unseen.filter(({ files, kept }) => propose(files, USUAL_ORDER, learned).keeper === kept).length / 100;
    });
    expect(shares.reduce((a, b) => a + b) / 10).toBeGreaterThan(0.8);
    expect(Math.min(...shares)).toBeGreaterThan(0.65);
  });

  it('leaves the order to a user whose choices it predicts', () => {
    const ordered = choicesBy(() => 0, 30, 2).map(({ files }) => ({ files, kept: propose(files, USUAL_ORDER).keeper }));
    expect(learnKeepers(ordered, USUAL_ORDER)).toBeNull();
  });

  it('never overrules what the user fixed', () => {
    const order: KeeperOrder = { rules: ['pixels', 'sharpness', 'exposure', 'metadata'], fixed: 1, folders: [] };
    const learned = { weights: { pixels: -5, sharpness: 9 }, right: 20, byOrder: 1, of: 20 };
    const files = [file({ width: 6000, sharpness: 0.1 }), file({ path: 'b.jpg', width: 1000, sharpness: 0.9 })];
    expect(propose(files, order, learned).keeper).toBe(0);
    expect(propose(files, { ...order, fixed: 0 }, learned)).toEqual({ keeper: 1, reasons: ['sharpness'], learned: true });
  });

  it('finds weights at which the penalised likelihood does not rise any more', () => {
    const order: KeeperOrder = { rules: ['pixels', 'sharpness'], fixed: 0, folders: [] };
    const choices = choicesBy(({ sharpness, width }) => sharpness! + width / 4000, 30, 3, 0.1);
    const weights = fit(choices, order);
    const likelihood = (changed: Record<string, number>): number => {
      const score = (each: KeeperFile, all: readonly KeeperFile[]): number => {
        const behind = (rate: (of: KeeperFile) => number, margin: number): number => -Math.min(1, Math.max(0, Math.max(...all.map((other) => (rate(other) - rate(each)) / margin)) / 2));
        return changed['pixels']! * behind(({ width, height }) => Math.log(width * height), 0.03) + changed['sharpness']! * behind(({ sharpness }) => Math.log(sharpness!), 0.15);
      };
      const pairs = choices.flatMap(({ files, kept }) => files.flatMap((other, at) => (at === kept ? [] : [score(files[kept]!, files) - score(other, files)])));
      return pairs.reduce((sum, difference) => sum - Math.log(1 + Math.exp(-difference)), 0) - (changed['pixels']! ** 2 + changed['sharpness']! ** 2) / 2;
    };
    const best = likelihood(weights);
    for (const [rule, by] of [['pixels', 0.05], ['pixels', -0.05], ['sharpness', 0.05], ['sharpness', -0.05]] as const) {
      expect(likelihood({ ...(weights as Record<string, number>), [rule]: weights[rule]! + by })).toBeLessThan(best);
    }
  });
});
