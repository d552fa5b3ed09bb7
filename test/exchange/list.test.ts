import { expect, it } from 'vitest';
import * as fc from 'fast-check';
import { distinctNames } from '../../src-shared/exchange/group-names.ts';
import { COLUMNS, type ListedPhoto, toCsv, toJson, toPaths } from '../../src-shared/exchange/list.ts';

const PHOTO: ListedPhoto = {
  path: '/photos/바다, 1.jpg', name: '바다, 1.jpg', group: 'The "big" one', album: null, taken: '2024-05-01T10:15:30', width: 4000, height: 3000, format: 'jpeg', bytes: 12,
  camera: '=HYPERLINK("x")', latitude: -1.5, longitude: 12.25, flag: 'picked', stars: 3, label: null, favourite: true, sha256: 'ab'
};

it('writes CSV that Excel and RFC 4180 agree on', () => {
  expect(toCsv([PHOTO])).toBe(
    `\uFEFF${COLUMNS.join(',')}\r\n"/photos/바다, 1.jpg","바다, 1.jpg","The ""big"" one",,2024-05-01T10:15:30,4000,3000,jpeg,12,"'=HYPERLINK(""x"")",-1.5,12.25,picked,3,,true,ab\r\n`
  );
});

/** Reads CSV character by character, as the RFC says. */
function cells(csv: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, open] = ['', false];
  for (let at = csv.startsWith('\uFEFF') ? 1 : 0; at < csv.length; at++) {
    const character = csv[at]!;
    if (open && character === '"' && csv[at + 1] === '"') cell += csv[++at]!;
    else if (character === '"') open = !open;
    else if (!open && character === ',') [cell] = [(rows.at(-1)!.push(cell), '')];
    else if (!open && character === '\r' && csv[at + 1] === '\n') {
      rows.at(-1)!.push(cell);
      cell = '';
      rows.push([]);
      at++;
    } else cell += character;
  }
  return rows.slice(0, -1);
}

it('gets any text into one cell', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (names) => {
    const read = cells(toCsv(names.map((name) => ({ ...PHOTO, group: name }))));
    expect(read.slice(1).map((row) => row[2])).toEqual(names.map((name) => (/^[=+\-@\t\r]/.test(name) ? `'${name}` : name)));
  }));
});

it('writes JSON with everything, and paths with one end each', () => {
  expect(JSON.parse(toJson([PHOTO]))).toEqual({ photos: [PHOTO] });
  expect(toPaths([{ path: '/a' }, { path: '/b' }], '\n')).toBe('/a\n/b\n');
  expect(toPaths([{ path: '/a\nb' }], '\0')).toBe('/a\nb\0');
  expect(() => toPaths([{ path: '/a\nb' }], '\n')).toThrow('NUL between paths');
});

it('tells groups of one name apart', () => {
  expect(distinctNames(['1 May', null, '1 may', ' ', '1 May (2)', 'Sea'], 'Group')).toEqual(['1 May', 'Group', '1 may (2)', 'Group (2)', '1 May (2) (2)', 'Sea']);
});
