// From what the user does to what is on the screen, in the page's own time: no message to the browser and back is part of it.

import type { Page } from 'playwright-core';

interface Watching {
  kindredShown?: Promise<number>;
}

/** Longest that anything is waited for, in ms. */
const PATIENCE_MS = 60_000;

/**
 * Milliseconds from the first key, click or input of `act` to the frame in which the text of the element `testid` is another one, and matches.
 * @param attribute looks at that attribute of it instead. Rejects where nothing changes.
 */
export async function timeToShow(page: Page, testid: string, act: () => Promise<unknown>, { attribute = null, matches = '' }: { readonly attribute?: string | null; readonly matches?: string } = {}): Promise<number> {
  await page.evaluate(({ testid, attribute, matches, patience }) => {
    const seen = (): string | null => {
      const element = document.querySelector(`[data-testid="${testid}"]`);
      return (attribute === null ? element?.textContent : element?.getAttribute(attribute)) ?? null;
    };
    const before = seen();
    let start: number | null = null;
    const began = performance.now();
    for (const kind of ['keydown', 'pointerdown', 'input']) addEventListener(kind, () => (start ??= performance.now()), { capture: true, once: true });
    (globalThis as Watching).kindredShown = new Promise((resolve, reject) => {
      const frame = (now: number): void => {
        const text = seen();
        if (start !== null && text !== null && text !== before && new RegExp(matches).test(text)) resolve(performance.now() - start);
        else if (now - began > patience) reject(new Error(`expected another ${testid} than ${before}`));
        else requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
  }, { testid, attribute, matches, patience: PATIENCE_MS });
  await act();
  return page.evaluate(() => (globalThis as Watching).kindredShown!);
}

/** The middle one of three, each after what leads back. */
export async function medianTime(once: () => Promise<number>, back: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    times.push(await once());
    await back();
  }
  return times.sort((a, b) => a - b)[1]!;
}
