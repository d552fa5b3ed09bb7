import { afterEach, expect, it } from 'vitest';
import { Messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { monthsOf } from '../../../src-renderer/photos/months.ts';
import { Photos } from '../../../src-renderer/state/photos.ts';
import { countFormatters } from './count-formatters.ts';

const DAY = 86_400_000;
let stop: () => void = () => {};
afterEach(() => stop());

it('creates each formatter once per language, however much is formatted', () => {
  const counted = countFormatters();
  stop = counted.stop;
  const messages = new Messages();
  messages.speak('en', 'en');
  const write = (): string[] => Array.from({ length: 500 }, (_, day) => [
    messages.days(day * DAY, day * DAY + 5), messages.days(day * DAY, day * DAY + 2 * DAY), messages.number(day), messages.bytes(day * 1e5),
    messages.number(day / 500, { style: 'percent' }), messages.date(day * DAY, { dateStyle: 'long' }), messages.moment(day * DAY)
  ]).flat();
  const english = write();
  expect(counted.made).toBeLessThan(12);
  messages.speak('ko', 'ko');
  expect(write()).not.toEqual(english);
  expect(counted.made).toBeLessThan(24);
});

it('does not create one for each month of a long list', () => {
  const count = 600;
  const takenAt = Float64Array.from({ length: count }, (_, at) => at * 31 * DAY);
  const photos = new Photos({ ids: Uint32Array.from(takenAt, (_, at) => at + 1), widths: new Uint32Array(count), heights: new Uint32Array(count), takenAt });
  const counted = countFormatters();
  stop = counted.stop;
  expect(monthsOf(photos.byTime, photos).length).toBeGreaterThan(500);
  expect(counted.made).toBeLessThan(3);
});

it('formats one day as a day and several as a range, by the rules of the language', () => {
  const messages = new Messages();
  messages.speak('en', 'en-GB');
  const at = (day: number, hour: number): number => Date.UTC(2024, 4, day, hour);
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  for (const [first, last] of [[at(3, 0), at(3, 23)], [at(3, 23), at(4, 0)], [at(3, 1), at(29, 2)], [-5, 5]] as const) {
    expect(messages.days(first, last)).toBe(format.formatRange(first, last));
  }
});
