import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlbumId } from '../../src-shared/ids.ts';
import { LONGEST_TEXT, MOST_PARTS } from '../../src-shared/finding/filter.ts';
import { type Known, parseQuery } from '../../src-shared/finding/parse.ts';
import { ANY } from '../../src-shared/marks/wish.ts';

const known: Known = { cameras: ['iPhone 12 Pro', 'iPhone SE', 'Canon EOS R5'], formats: ['jpeg', 'heic'], albums: [{ id: 3 as AlbumId, name: 'Wedding' }] };
const parse = (text: string) => parseQuery(text, known);
const word = (text: string) => ({ kind: 'text', text, field: null });
const month = (year: number, at: number, length = 1) => ({ kind: 'date', ranges: [{ from: Date.UTC(year, at), to: Date.UTC(year, at + length) }] });

describe('parseQuery', () => {
  it('reads a line of all kinds in its order', () => {
    expect(parse('kitchen dec 2021 iphone -screenshots')).toEqual([word('kitchen'), month(2021, 11), { kind: 'camera', cameras: ['iPhone 12 Pro', 'iPhone SE'] }, { ...word('screenshots'), not: true }]);
  });

  it.each(['aug 2019', 'August 2019', 'AUGUST, 2019', '2019-08', '2019.8', '2019/08', '8월 2019', '2019년 8월', '2019년8월', '2019 aug'])('reads the month in "%s"', (text) => {
    expect(parse(text)).toEqual([month(2019, 7)]);
  });

  it.each(['2019-08-03', '3 aug 2019', 'aug 3, 2019', 'August 3rd 2019', '2019년 8월 3일', '2019년8월3일'])('reads the day in "%s"', (text) => {
    expect(parse(text)).toEqual([{ kind: 'date', ranges: [{ from: Date.UTC(2019, 7, 3), to: Date.UTC(2019, 7, 4) }] }]);
  });

  it('reads years, spans, seasons, and months of any year', () => {
    expect(parse('2020')).toEqual([month(2020, 0, 12)]);
    expect(parse('2018..2020-06')).toEqual([{ kind: 'date', ranges: [{ from: Date.UTC(2018, 0), to: Date.UTC(2020, 6) }] }]);
    expect(parse('2018-2020')).toEqual([{ kind: 'date', ranges: [{ from: Date.UTC(2018, 0), to: Date.UTC(2021, 0) }] }]);
    expect(parse('2020..')).toEqual([{ kind: 'date', ranges: [{ from: Date.UTC(2020, 0), to: null }] }]);
    expect(parse('summer 2020')).toEqual([month(2020, 5, 3)]);
    expect(parse('2020년 겨울')).toEqual([month(2020, 11, 3)]);
    expect(parse('december')).toEqual([{ kind: 'months', months: [12] }]);
    expect(parse('12월')).toEqual([{ kind: 'months', months: [12] }]);
  });

  it('takes for words what is no date', () => {
    for (const text of ['may', '12', '2019-13', '2019-02-30', '13월', 'summer', '20211', '..', '0001']) expect(parse(text)).toEqual([word(text)]);
  });

  it('reads marks', () => {
    const wish = (wanted: object) => [{ kind: 'marks', wish: { ...ANY, ...wanted } }];
    for (const text of ['*****', '★★★★★', '5 stars', 'stars:5', '별 5개', '별점 5']) expect(parse(text)).toEqual(wish({ stars: 5 }));
    expect(parse('4+ stars')).toEqual(wish({ stars: 4 }));
    expect(parse('-rejected')).toEqual([{ ...wish({ flags: ['rejected'] })[0], not: true }]);
    expect(parse('red label')).toEqual(wish({ labels: ['red'] }));
    expect(parse('라벨:빨강')).toEqual(wish({ labels: ['red'] }));
    expect(parse('favourites')).toEqual(wish({ favourite: true }));
    expect(parse('red')).toEqual([word('red')]);
  });

  it('reads sizes, shapes and formats', () => {
    const measure = (kind: string, least: number | null, most: number | null) => [{ kind: 'measure', measure: kind, range: { least, most } }];
    expect(parse('>5mp')).toEqual(measure('megapixels', 5, null));
    expect(parse('5mp+')).toEqual(measure('megapixels', 5, null));
    expect(parse('3-8mp')).toEqual(measure('megapixels', 3, 8));
    expect(parse('<2.5mb')).toEqual(measure('bytes', null, 2.5e6));
    expect(parse('width>=2000')).toEqual(measure('width', 2000, null));
    expect(parse('group>5')).toEqual(measure('group', 5, null));
    expect(parse('certainty<40%')).toEqual(measure('certainty', null, 0.4));
    expect(parse('landscape')).toEqual([{ kind: 'shape', shapes: ['landscape'] }]);
    expect(parse('세로')).toEqual([{ kind: 'shape', shapes: ['portrait'] }]);
    expect(parse('raw/heic')).toEqual([{ kind: 'format', formats: ['raw', 'heic'] }]);
    expect(parse('JPG')).toEqual([{ kind: 'format', formats: ['jpeg'] }]);
  });

  it('says a thing once, and turns what is said to be missing', () => {
    expect(parse('aug aug "aug" aug 2019')).toEqual([word('aug'), month(2019, 7)]);
    expect(parse('-undated')).toEqual([{ kind: 'fact', fact: 'dated' }]);
  });

  it('reads fields, quotes, albums and what is missing', () => {
    expect(parse('folder:Kitchen')).toEqual([{ kind: 'text', text: 'Kitchen', field: 'folder' }]);
    expect(parse('-폴더:"두 단어"')).toEqual([{ kind: 'text', text: '두 단어', field: 'folder', not: true }]);
    expect(parse('"aug 2019"')).toEqual([word('aug 2019')]);
    expect(parse('wedding')).toEqual([{ kind: 'album', albums: [3] }]);
    expect(parse('no date')).toEqual([{ kind: 'fact', fact: 'dated', not: true }]);
    expect(parse('unjudged')).toEqual([{ kind: 'fact', fact: 'judged', not: true }]);
  });

  it('never throws, and stays small whatever is typed', () => {
    const pieces = fc.constantFrom('aug', '2019', '-', '"', ':', 'folder:', '>', 'mp', '별', '개', '월', '년', '*', ' ', '..', '~', '/', '\0', '\ud800', '한글', '1e9', '-1', '%', '__proto__', 'constructor:x', 'toString');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(pieces, { maxLength: 60 }).map((all) => all.join(''))), (text) => {
      const parts = parse(text);
      return parts.length <= MOST_PARTS && parts.every((part) => part.kind !== 'text' || (part.text !== '' && part.text.length <= LONGEST_TEXT));
    }), { numRuns: 500 });
    for (const letter of ['a', 'a ', '"', '-', '* ', '2019 ', '가', ':', '1', '.', 'aug ']) {
      const start = performance.now();
      expect(parse(letter.repeat(10_000 / letter.length)).length).toBeLessThanOrEqual(MOST_PARTS);
      expect(performance.now() - start).toBeLessThan(500);
    }
  });
});
