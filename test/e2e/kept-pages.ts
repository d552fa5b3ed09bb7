// Pages of a browser that wait for the next test: to open one anew takes more of the processor than to load the app in it. Not a test.

import type { Browser, Page } from 'playwright-core';

/** What a page cannot change once it is open. */
const fixed = { reducedMotion: 'reduce', timezoneId: 'Europe/London' } as const;
/** That wait, of each browser by their locale. */
const waiting = new WeakMap<Browser, Map<string, Page[]>>();

export interface Shown {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly locale: string;
}

/** A page that nothing was loaded in, or nothing is left of what was. */
export async function takePage(browser: Browser, { width, height, scheme, locale }: Shown): Promise<Page> {
  const kept = waiting.get(browser)?.get(locale)?.pop();
  if (!kept) return browser.newPage({ viewport: { width, height }, colorScheme: scheme, locale, ...fixed });
  await kept.setViewportSize({ width, height });
  await kept.emulateMedia({ colorScheme: scheme, reducedMotion: fixed.reducedMotion });
  return kept;
}

/** Leaves what the page shows, as a user leaves it by another address, and keeps the page without anything stored in it. */
export async function keepPage(page: Page, locale: string): Promise<void> {
  page.removeAllListeners();
  await page.unrouteAll({ behavior: 'ignoreErrors' }); // of requests that the page no longer waits for
  await page.mouse.move(-1, -1); // points at nothing
  const left = new URL('/left', page.url()).href; // of the same origin, which what is stored belongs to; the server may be gone
  await page.route(left, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await page.goto(left);
  await page.evaluate(() => [localStorage, sessionStorage].forEach((storage) => storage.clear()));
  await page.unroute(left);
  await page.context().clearPermissions();
  const browser = page.context().browser()!; // that of `takePage`
  const ofBrowser = waiting.get(browser) ?? new Map<string, Page[]>();
  waiting.set(browser, ofBrowser.set(locale, [...(ofBrowser.get(locale) ?? []), page]));
}
