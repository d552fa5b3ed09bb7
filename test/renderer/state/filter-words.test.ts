import { expect, it } from 'vitest';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { filterInWords, partInWords } from '../../../src-renderer/state/filter-words.ts';
import { parseQuery } from '../../../src-shared/finding/parse.ts';
import type { AlbumId } from '../../../src-shared/ids.ts';

const name = (id: number): string | undefined => (id === 4 ? 'Wedding' : undefined);
const say = (query: string): string => filterInWords({ parts: parseQuery(query, { cameras: ['iPhone SE'], formats: [], albums: [{ id: 4 as AlbumId, name: 'Wedding' }] }) }, name).replaceAll(/\s/g, ' '); // ranges have narrow spaces

it('says each condition as a person would', () => {
  messages.speak('en', 'en-GB');
  expect(say('kitchen dec 2021 iphone -screenshots')).toBe('kitchen, December 2021, iPhone SE, not screenshots');
  expect([say('2019'), say('3 aug 2019'), say('summer 2020'), say('2020..'), say('..2020'), say('12월')]).toEqual(['2019', '3 Aug 2019', '1 Jun – 31 Aug 2020', 'from 1 Jan 2020', 'until 31 Dec 2020', 'December']);
  expect([say('>5mp'), say('<2.5mb'), say('3-8mp'), say('width>=2000'), say('certainty<40%'), say('group>5'), say('is:single')]).toEqual(['≥ 5 MP', '≤ 2.5 MB', '3 MP – 8 MP', 'width ≥ 2,000 px', 'certainty ≤ 40%', 'group of ≥ 5', 'in no group']);
  expect([say('folder:Italy'), say('heic'), say('landscape'), say('no date'), say('-judged'), say('wedding'), say('3 stars')]).toEqual(['folder: Italy', 'HEIC', 'Landscape', 'without a date', 'without an answer', 'Wedding', '3 stars or more']);
});

it('says it in Korean', () => {
  messages.speak('ko', 'ko-KR');
  expect(say('제주 8월 2019 -회사 no date')).toBe('제주, 2019년 8월, 회사 제외, 날짜 없음');
  messages.speak('en', 'en-GB');
});

it('names a few of many, and knows where an album is gone', () => {
  const folders = ['a', 'b/c', 'd', 'e'].map((path) => ({ folder: '/home/Photos', path }));
  expect(partInWords({ kind: 'folder', folders }, name)).toBe('a / c and 2 more');
  expect(partInWords({ kind: 'folder', folders: [{ folder: '/home/Photos', path: '' }], not: true }, name)).toBe('not Photos');
  expect(partInWords({ kind: 'album', albums: [9 as AlbumId] }, name)).toBe('This album is gone');
});
