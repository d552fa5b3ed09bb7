import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateInFolders, dateInName, iptcDate, writtenDate } from '../../src-main/photos/dates.ts';

const now = Date.UTC(2026, 0, 1);
const said = (date: { at: number; day: boolean } | null): string | null => (date === null ? null : new Date(date.at).toISOString().slice(0, date.day ? 10 : 23).replace('.000', ''));

describe('a written date', () => {
  it.each([
    ['2019:07:14 10:30:00', '2019-07-14T10:30:00'], ['2019-07-14T10:30:00.25+02:00', '2019-07-14T10:30:00.250'], ['2019/07/14 10:30', '2019-07-14T10:30:00'],
    ['20190714 103000+0200', '2019-07-14T10:30:00'], ['2019:07:14', '2019-07-14'], ['2019-07-14', '2019-07-14'],
    ['0000:00:00 00:00:00', null], ['2019:13:14 10:00:00', null], ['2019:02:30', null], ['2019:07:14 25:00:00', null], ['1700:01:01', null], ['yesterday', null], ['', null]
  ])('%s is %s', (text, expected) => expect(said(writtenDate(text))).toBe(expected));
});

it.each([
  ['2019-07-14T10:30:00.25+02:00', 120], ['2019-07-14T10:30:00Z', 0], ['20190714 103000-0330', -210], ['2019-07-14T10:30+14:00', 840], ['2019-07-14T10:30:00', undefined],
  ['2019-07-14T10:30:00+15:00', undefined], ['2019-07-14', undefined]
])('%s is %s minutes ahead of UTC', (text, offset) => expect(writtenDate(text)?.offset).toBe(offset));

describe('a date in a name', () => {
  it.each([
    ['IMG_20190714_103000.jpg', '2019-07-14T10:30:00'], ['PXL_20190714_103000123.PORTRAIT.jpg', '2019-07-14T10:30:00.123'], ['IMG-20190714-WA0003.jpg', '2019-07-14'],
    ['Screenshot_20190714-103000_Chrome.jpg', '2019-07-14T10:30:00'], ['Screenshot 2019-07-14 at 10.30.00 PM.png', '2019-07-14T22:30:00'], ['Screenshot 2019-07-14 at 12.05.00 AM.png', '2019-07-14T00:05:00'],
    ['WhatsApp Image 2019-07-14 at 10.30.00.jpeg', '2019-07-14T10:30:00'], ['signal-2019-07-14-10-30-00-123.jpg', '2019-07-14T10:30:00'], ['photo_2019-07-14_10-30-00.jpg', '2019-07-14T10:30:00'],
    ['20190714103000.jpg', '2019-07-14T10:30:00'], ['00100_BURST20190714103000123_COVER.jpg', '2019-07-14T10:30:00.123'], ['20190714_103000(0).jpg', '2019-07-14T10:30:00'], ['2019-07-14 Beach.jpg', '2019-07-14'],
    ['FB_IMG_1563100200000.jpg', '2019-07-14T10:30:00'],
    ['IMG_1234.JPG', null], ['DSC12345678.jpg', null], ['20199914.jpg', null], ['P1020304.jpg', null], ['19851212.jpg', null], ['20991231_000000.jpg', null], ['object0010.jpg', null], ['1234567890123456.jpg', null]
  ])('%s: %s', (name, expected) => expect(said(dateInName(name, now))).toBe(expected));

  it('is never anything but a real date of the past, whatever the name', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z]{0,4}[-_]?[0-9]{6,17}[-_ ]?[0-9]{0,9}(\.jpg)?$/)), (name) => {
      const date = dateInName(name, now);
      if (date) expect(date.at > Date.UTC(1990, 0) && date.at < now + 86_400_000).toBe(true);
    }), { numRuns: 2000, seed: 4 });
  });
});

it('the nearest folder with a date says the day', () => {
  expect(said(dateInFolders('2018-01-02 Trip/2019-07-14 Beach/a.jpg', now))).toBe('2019-07-14');
  expect(said(dateInFolders('2019/07/14/a.jpg', now))).toBe('2019-07-14');
  expect(said(dateInFolders('x/20190714_103000/raw/a.jpg', now))).toBe('2019-07-14');
  expect(dateInFolders('2019/a.jpg', now)).toBe(null);
  expect(dateInFolders('2019-07-14.jpg', now)).toBe(null);
});

it('reads the records of IPTC, with and without a time', () => {
  const record = (number: number, text: string): Buffer => Buffer.concat([Buffer.from([0x1c, 2, number, 0, text.length]), Buffer.from(text, 'latin1')]);
  expect(said(iptcDate(Buffer.concat([Buffer.from('8BIM'), record(5, 'title'), record(55, '20190714'), record(60, '103000+0200')])))).toBe('2019-07-14T10:30:00');
  expect(said(iptcDate(record(55, '20190714')))).toBe('2019-07-14');
  expect(iptcDate(record(60, '103000'))).toBe(null);
  expect(iptcDate(record(55, '20190714').subarray(0, 5))).toBe(null);
});
