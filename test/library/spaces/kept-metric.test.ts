import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Judgment, JudgmentId, LensId, PhotoId, PhotoSpace } from '../../../src-shared/contract.ts';
import { fitOnce } from '../../../src-main/library/spaces/kept-metric.ts';
import { fitLens } from '../../../src-shared/learning/metric/lens-space.ts';
import { asked, volunteered } from '../../origins.ts';
import { madeSpace } from '../../desk/made-space.ts';

const [lens, other] = [1 as LensId, 2 as LensId]; // brands: no store is at hand
const prior = madeSpace(Array.from({ length: 40 }, (_, at) => [Math.sin(at * 7.3), Math.cos(at * 3.1), at % 2, 0]), { middle: 1, slope: 12 });
const said = Array.from({ length: 30 }, (_, at): Judgment => ({
  id: (at + 1) as JudgmentId, lensId: lens, madeAt: 0, origin: asked,
  statement: { kind: at % 2 === 0 ? 'similar' : 'different', photos: [(at + 1) as PhotoId, (at % 2 === 0 ? at + 3 : at + 2) as PhotoId] }
}));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'kindred-metric-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

it('is fitted once to the same judgments over the same points, and comes back to the bit', () => {
  const stored = folder();
  const fit = vi.fn(fitLens);
  const fitted = fitOnce(stored, lens, prior, said, fit);
  expect(fitted!.learned).toBe(true);
  expect(fitOnce(stored, lens, { ...prior, points: prior.points.slice() }, said, fit)).toEqual(fitted);
  expect(fit).toHaveBeenCalledTimes(1);
});

it('is fitted again to anything else, and by lens', () => {
  const stored = folder();
  const fit = vi.fn(fitLens);
  const moved = (at: number, from = prior): PhotoSpace => ({ ...from, points: from.points.with(at, 9) });
  const turns: [PhotoSpace, Judgment[]][] = [
    [prior, said], [prior, said.slice(1)], [prior, said.with(3, { ...said[3]!, origin: volunteered })], [prior, said.with(3, { ...said[3]!, statement: { kind: 'degree', photos: [1 as PhotoId, 2 as PhotoId], degree: 0.5 } })],
    [moved(0), said], [moved(5, moved(0)), said], [{ ...prior, ids: prior.ids.with(0, 99) }, said]
  ];
  for (const [space, judgments] of turns) expect(fitOnce(stored, lens, space, judgments, fit)).toEqual(fitLens(space, judgments));
  expect(fit).toHaveBeenCalledTimes(turns.length);
  expect(fitOnce(stored, other, prior, said, fit)).toEqual(fitLens(prior, said));
  expect(fit).toHaveBeenCalledTimes(turns.length + 1);
});

it('keeps that nothing is said of these photos', () => {
  const stored = folder();
  const fit = vi.fn(fitLens);
  const elsewhere = said.slice(0, 1).map((judgment): Judgment => ({ ...judgment, statement: { kind: 'similar', photos: [98 as PhotoId, 99 as PhotoId] } }));
  expect([fitOnce(stored, lens, prior, elsewhere, fit), fitOnce(stored, lens, prior, elsewhere, fit)]).toEqual([null, null]);
  expect(fit).toHaveBeenCalledTimes(1);
});

it('is fitted again where what was kept is damaged, which is told', () => {
  const stored = folder();
  const fitted = fitOnce(stored, lens, prior, said);
  const path = join(stored, `metric-${lens}.bin`);
  const bytes = readFileSync(path);
  bytes[bytes.length - 9]! ^= 1;
  writeFileSync(path, bytes);
  const tell = vi.spyOn(console, 'error').mockReturnValue();
  expect(fitOnce(stored, lens, prior, said)).toEqual(fitted);
  expect(tell).toHaveBeenCalledTimes(1);
  tell.mockRestore();
});
