// The rows of groups and photos: scrolling, finding, sorting, the slider, an answer.

import type { Page } from 'playwright-core';
import { frameTimes } from '../frames.ts';
import type { Rows } from './rows.ts';
import { medianTime, timeToShow } from './shown.ts';

const id = (page: Page, name: string) => page.getByTestId(name);

/** As far as hands turn a wheel: 60 notches. */
async function scroll(page: Page): Promise<void> {
  await page.mouse.move(720, 600);
  for (let notch = 0; notch < 60; notch++) {
    await page.mouse.wheel(0, notch < 40 ? 300 : -300);
    await page.waitForTimeout(16);
  }
}

/** Of an empty page, beside which the others are read. */
export async function measureNothing(page: Page, rows: Rows): Promise<void> {
  await page.goto('data:text/html,<div style="height:100000px">');
  rows.note('empty page', 'frame of scrolling', await frameTimes(page, () => scroll(page)), 'ms');
}

export async function measureGroups(page: Page, rows: Rows): Promise<void> {
  await id(page, 'view-groups').click();
  rows.note('groups', 'frame of scrolling', await frameTimes(page, () => scroll(page)), 'ms');
  rows.note('groups', 'sorted otherwise', await timeSorting(page, 'group-card', 'data-group-id', 'sort-newest'), 'ms', 100);
}

export async function measurePhotos(page: Page, rows: Rows): Promise<void> {
  await id(page, 'view-all').click();
  await id(page, 'photo').first().waitFor();
  rows.note('all photos', 'frame of scrolling', await frameTimes(page, () => scroll(page)), 'ms');
  rows.note('all photos', 'sorted otherwise', await timeSorting(page, 'photo', 'data-photo-id', 'sort-oldest'), 'ms', 100);
}

async function timeSorting(page: Page, testid: string, attribute: string, sort: string): Promise<number> {
  await id(page, 'view-menu').click();
  const sorts = id(page, 'view-popover').locator('[data-testid^=sort-]');
  const time = await timeToShow(page, testid, () => id(page, sort).click(), { attribute });
  await sorts.nth(0).click();
  await page.keyboard.press('Escape');
  return time;
}

export async function measureFinding(page: Page, rows: Rows): Promise<void> {
  const clear = async (): Promise<void> => {
    await id(page, 'filter-clear').click();
    await id(page, 'filter-count').waitFor({ state: 'detached' });
  };
  const search = id(page, 'search');
  await search.fill('1999.jpg'); // whoever searches first waits for the index
  await id(page, 'filter-count').waitFor({ timeout: 120_000 });
  await clear();
  // "17 of 100,000": until they are found it is nothing, or all of them
  const found = (words: string) => timeToShow(page, 'filter-count', () => search.fill(words), { matches: '^(?=.*\\d)(?!\\D*([\\d,]+)\\D+\\1\\D*$)' });
  rows.note('all photos', 'searched by words', await medianTime(() => found('1998.jpg'), clear), 'ms', 100);
  rows.note('all photos', 'filtered by a year', await medianTime(() => found('1972'), clear), 'ms', 100);
}

export async function moveSlider(page: Page, rows: Rows): Promise<void> {
  await id(page, 'view-groups').click();
  const slider = id(page, 'granularity');
  const position = await slider.inputValue();
  const slide = (to: string) => timeToShow(page, 'groups-total', () => slider.fill(to));
  // as far apart as it goes: nearer positions may cut the made scenes alike
  const [least, most] = [(await slider.getAttribute('min')) ?? '0', (await slider.getAttribute('max')) ?? '1'];
  await slide(position === least ? most : least);
  rows.note('groups', 'slider moved', await medianTime(() => slide(position === least ? least : most), () => slide(position === least ? most : least)), 'ms', 150);
  await slider.fill(position);
}

/** "Not in this group" of a photo about which nothing was said, each taken back. */
export async function measureAnswer(page: Page, rows: Rows): Promise<void> {
  await id(page, 'view-groups').click();
  await id(page, 'group-card').first().click();
  await id(page, 'photo').first().waitFor();
  await id(page, 'photo').first().focus();
  const undo = () => timeToShow(page, 'group-photos', () => page.keyboard.press('Control+z'));
  rows.note('groups', 'answered', await medianTime(async () => {
    await id(page, 'photo').last().focus();
    await page.keyboard.press('v');
    return timeToShow(page, 'group-photos', () => page.keyboard.press('x'));
  }, undo), 'ms', 200);
}
