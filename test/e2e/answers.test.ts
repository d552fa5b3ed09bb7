// What was said, and what it means, in a real browser: the list of all answers, the histogram behind the word for strictness, and why
// photos are together.

import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JudgmentId, LensId, Origin, PhotoId, Statement } from '../../src-shared/contract.ts';
import { makeLibrary } from '../made-library.ts';
import { App, asker, browserPath, lastOpened, startBrowser, startServer, type Server } from './app.ts';

describe.skipIf(browserPath === undefined)('answers', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  let app: App;
  let lensId: LensId;
  /** Photos of each group, by name of the group. */
  let groups: PhotoId[][];

  const ask: ReturnType<typeof asker> = (name, input) => asker(server.address)(name, input);
  const press = (key: string): Promise<void> => app.page.keyboard.press(key);
  const inForce = async (): Promise<Statement[]> => (await ask('judgments.read', { lensId })).judgments.map(({ statement }) => statement);
  const asked: Origin = { kind: 'asked', probability: 0.5 };
  const volunteered: Origin = { kind: 'volunteered', height: 1 };
  const say = async (statements: readonly Statement[], origin: Origin = volunteered): Promise<JudgmentId[]> => {
    const outcome = await ask('judgments.change', { lensId, drop: [], statements, origin });
    if (outcome.status !== 'recorded') throw new Error(`expected it to be recorded, got ${outcome.status}`);
    return outcome.judgments.map(({ id }) => id);
  };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-answers-'));
    const photos = join(root, 'Photos');
    const { truth } = await makeLibrary(photos, { groups: 12, perGroup: 4, width: 480, height: 360, seed: 9, dated: true });
    await mkdir(join(photos, 'Italy'));
    const italian = Object.keys(truth).filter((name) => truth[name] === 'group-0');
    for (const name of italian) await rename(join(photos, name), join(photos, 'Italy', name));
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), photos);
    app = await App.open(browser, server.address);
    await app.ready();
    ({ lensId } = (await ask('library.enter', lastOpened))!);
    const { ids } = await ask('photos.list', null);
    const files = await ask('photos.files', { ids: Array.from(ids) as PhotoId[] }); // ids of photos
    const byGroup = Map.groupBy(ids, (_, at) => truth[files[at]!.path.replace('Italy/', '')]!);
    groups = Array.from({ length: 12 }, (_, at) => byGroup.get(`group-${at}`) as PhotoId[]); // as above
  }, 180_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const rows = () => app.id('answer-row');
  const words = () => app.id('answer-said').allTextContents();
  const count = () => app.id('answers-count').textContent();

  it('says that there are none, and lists each as soon as it is given', async () => {
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
    await expect.poll(() => app.id('review-answers').count()).toBe(0);
    await app.page.evaluate(() => history.pushState({ place: { screen: 'answers' }, depth: 2 }, ''));
    await app.page.reload();
    await app.id('answers-none').waitFor();
    expect(await app.pictures('answers-none')).toEqual([]);
    const [italy, second, third, fourth] = groups as [PhotoId[], PhotoId[], PhotoId[], PhotoId[]];
    await say([{ kind: 'similar', photos: [italy[0]!, italy[1]!] }], asked);
    await say([{ kind: 'different', photos: [italy[0]!, second[0]!] }], asked);
    await say([{ kind: 'degree', photos: [second[0]!, second[1]!], degree: 0.8 }], asked);
    await say([{ kind: 'closer', photos: [third[0]!, third[1]!, second[0]!] }], asked);
    await say([{ kind: 'together', photos: fourth }]);
    await say([{ kind: 'apart', photos: third, others: fourth }]);
    await expect.poll(words).toEqual([
      '4 photos kept apart from 4 others', 'These 4 are one group', 'The first is closer to the second than to the third', '80% alike', 'These two do not belong together', 'These two belong together'
    ]);
    await expect.poll(() => app.id('answer-origin').allTextContents()).toEqual(['Said by yourself', 'Said by yourself', ...Array.from({ length: 4 }, () => 'Asked by Kindred')]);
    await expect.poll(() => rows().last().textContent()).toContain('Italy/');
    expect(await app.pictures('answers')).toEqual([]);
  }, 60_000);

  it('finds them by folder, date, words and kind', async () => {
    await press('/');
    await app.page.keyboard.type('italy');
    await expect.poll(count).toBe('2 of 6 answers');
    await app.id('answers-search').fill('2 May 2024 asked');
    await expect.poll(words).toEqual(['The first is closer to the second than to the third', '80% alike', 'These two do not belong together']);
    await app.id('answers-search').fill('');
    await app.id('answers-kind').selectOption('together');
    await expect.poll(words).toEqual(['These 4 are one group']);
    await app.id('answers-search').fill('nothing like it');
    await app.id('answers-nothing').waitFor();
    expect(await app.pictures('answers-nothing')).toEqual([]);
    await app.id('answers-nothing').getByRole('button').click();
    await expect.poll(() => rows().count()).toBe(6);
  });

  it('opens the photos: one large among those of the answer, two side by side', async () => {
    await rows().nth(1).getByTestId('answer-photo').first().click();
    await app.id('viewer').waitFor();
    await expect.poll(() => app.id('viewer-position').textContent()).toBe('1 of 4');
    await press('Escape');
    await app.id('viewer').waitFor({ state: 'detached' });
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-kind'))).toBe('together');
    await press('End');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-kind'))).toBe('similar');
    await press('Enter');
    await app.id('compare-dialog').waitFor();
    await app.settled();
    await expect.poll(() => app.id('compare').getByTestId('review-photo').count()).toBe(2);
    await press('Escape');
    await app.id('compare-dialog').waitFor({ state: 'detached' });
  });

  it('takes back any of them, by mouse and by key, and brings it back', async () => {
    const before = await inForce();
    await rows().last().getByTestId('answer-revoke').click(); // the oldest
    await expect.poll(count).toBe('5 answers');
    expect(await inForce()).toEqual(before.slice(1));
    expect(await app.pictures('answers-revoked')).toEqual([]);
    await app.id('toast-action').click();
    await expect.poll(inForce).toEqual(before);
    await expect.poll(count).toBe('6 answers');
    await rows().nth(2).focus();
    await press('Delete');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-kind'))).toBe('degree');
    expect(await inForce()).toEqual(before.filter(({ kind }) => kind !== 'closer'));
    await app.undo();
    await expect.poll(inForce).toEqual(before);
  });

  it('draws a few rows of thousands, and reaches the last one by key', async () => {
    const all = groups.flat();
    const pairs = all.flatMap((a, at) => all.slice(at + 1).map((b): Statement => ({ kind: 'degree', photos: [a, b], degree: 0.3 })));
    await say(pairs.slice(5));
    await expect.poll(count).toMatch(/^1,1\d\d answers$/);
    expect(await rows().count()).toBeLessThan(30);
    await rows().first().focus();
    await press('End');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-kind'))).toBe('similar');
    await app.undo();
    await expect.poll(count).toBe('6 answers');
    await press('Escape');
    await app.id('review-screen').waitFor();
    await app.id('review-answers').click();
    await app.id('answers-screen').waitFor();
    expect(app.complaints).toEqual([]);
  }, 60_000);

  it('shows behind the word for strictness how far photos are apart, the cut, and the pairs that were judged', async () => {
    await app.id('view-groups').click();
    await app.id('precision').click();
    await app.id('distances-plot').waitFor();
    const cut = async (): Promise<number> => Number(await app.id('distances-cut').getAttribute('x1'));
    expect([await app.id('distances-similar').count(), await app.id('distances-different').count()]).toEqual([4, 5]);
    await expect.poll(() => app.id('distances-words-similar').textContent()).toMatch(/^[34] of 4 pairs you called similar lie left of it\.$/);
    await expect.poll(() => app.id('distances-words-different').textContent()).toMatch(/^[45] of 5 pairs you called different lie right of it\.$/);
    await expect.poll(() => app.id('distances-plot').getAttribute('aria-label')).toContain('of 5 pairs you called different');
    await expect.poll(() => app.id('distances-plot').locator('.inside').count()).toBeGreaterThan(0);
    expect(await app.pictures('distances')).toEqual([]);
    const before = await cut();
    await press('Escape');
    await app.id('distances-plot').waitFor({ state: 'detached' });
    await app.id('granularity').fill('0.9');
    await app.id('precision').press('Enter');
    await app.id('distances-plot').waitFor();
    await expect.poll(cut).toBeGreaterThan(before);
    await press('Escape');
  });

  it('says why photos are together: when they were taken, what makes them alike, what was said', async () => {
    await app.id('granularity').fill('0.5');
    await app.id('view-all').click();
    const [first, second] = groups[0] as [PhotoId, PhotoId];
    await (await app.reveal(first)).click();
    await (await app.reveal(second)).click({ modifiers: ['Control'] });
    await press('w');
    await app.id('why-sum').waitFor();
    const words = (await app.id('why-sum').textContent()) ?? '';
    expect(words).toMatch(/^Taken \d+ (seconds|minutes) apart\. (Hardly a difference|Much alike) in .+ You said that they belong together \(1 answer\)\.$/);
    expect(words).not.toContain('place');
    const parts = await app.id('why-feature').evaluateAll((all) => all.map((one) => ({ name: one.getAttribute('data-feature'), part: Number(/(\d+)%/.exec(one.textContent)?.[1]) })));
    expect(parts.map(({ name }) => name)).not.toContain('place'); // of no photo here
    expect(parts.map(({ name }) => name)).toContain('time');
    expect(parts.map(({ part }) => part)).toEqual(parts.map(({ part }) => part).toSorted((a, b) => b - a));
    expect(await app.pictures('why-pair')).toEqual([]);
    await press('Escape');
    expect(app.complaints).toEqual([]);
  });

  it('asks for a comparison of three photos that are named plainly, and records the answer', async () => {
    const all = groups.flat();
    const degrees = Array.from({ length: 5 }, (_, at): Statement => ({ kind: 'degree', photos: [all[4 * at]!, all[4 * at + 9]!], degree: 0.2 }));
    await say(degrees); // every twelfth question is a comparison, if there is one to ask: now the first is
    await app.id('view-groups').click();
    await app.id('granularity').fill('0.2');
    await app.id('view-review').click();
    await app.id('review-photo').first().waitFor();
    const photos = async (): Promise<number[]> => app.id('review-photo').evaluateAll((panes) => panes.map((pane) => Number(pane.getAttribute('data-photo-id'))));
    for (let turn = 0; turn < 40 && (await photos()).length === 2; turn++) {
      const before = await photos();
      await press('n');
      await expect.poll(async () => (await photos()).join()).not.toBe(before.join());
    }
    await expect.poll(() => app.id('review-question').textContent()).toBe('Which of these two is closer to this one?');
    await expect.poll(() => app.id('review-mark').allTextContents()).toEqual(['This one', 'Left photo', 'Right photo']);
    expect(await app.pictures('review-comparison')).toEqual([]);
    const [first, second, third] = await photos();
    await app.id('review-third').click();
    await expect.poll(async () => (await inForce()).at(-1)).toEqual({ kind: 'closer', photos: [first, third, second] });
  }, 60_000);
});
