import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MOST_BYTES, nameKey, numbered, portableName, portablePath } from '../../src-main/filing/names.ts';

const bytes = (name: string): number => Buffer.byteLength(name);

test.each([
  ['IMG_0001.JPG', 'IMG_0001.JPG'],
  ['여행 사진 (2).heic', '여행 사진 (2).heic'],
  ['a:b?c.jpg', 'a_b_c.jpg'],
  ['CON.jpg', 'CON_.jpg'],
  ['nul', 'nul_'],
  ['com1.JPG', 'com1_.JPG'],
  ['LPT9', 'LPT9_'],
  ['aux.tar.gz', 'aux_.tar.gz'],
  ['console.jpg', 'console.jpg'],
  ['ends in a space .jpg ', 'ends in a space .jpg'],
  ['many dots...', 'many dots'],
  ['ends in a dot.', 'ends in a dot'],
  ['..', '_'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['\u2067شاطئ\u2069.jpg', 'شاطئ.jpg'],
  ['شاطئ البحر.jpg', 'شاطئ البحر.jpg'],
  ['👨‍👩‍👧.jpg', '👨‍👩‍👧.jpg']
])('makes %j the name %j', (name, portable) => {
  expect(portableName(name)).toBe(portable);
});

describe('long names', () => {
  it('are at most 255 bytes, keep their ending, and split no character', () => {
    expect(portableName(`${'a'.repeat(400)}.jpeg`)).toBe(`${'a'.repeat(250)}.jpeg`);
    const korean = portableName(`${'사'.repeat(200)}.jpg`);
    expect(korean).toBe(`${'사'.repeat(83)}.jpg`);
    const family = '👨‍👩‍👧'; // 18 bytes, one character
    expect(portableName(`${family.repeat(40)}.jpg`)).toBe(`${family.repeat(13)}.jpg`);
  });

  it('have room for their number', () => {
    const name = `${'b'.repeat(251)}.jpg`;
    expect(bytes(name)).toBe(MOST_BYTES);
    expect(portableName(name)).toBe(name);
    expect(numbered(name, 12)).toBe(`${'b'.repeat(246)} (12).jpg`);
    expect(numbered('a.jpg', 1)).toBe('a.jpg');
  });

  it('stay names whatever they were made of', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(5), (text, at) => {
      const name = numbered(portableName(text), at + 1);
      expect(bytes(name)).toBeLessThanOrEqual(MOST_BYTES);
      expect(name).not.toMatch(/[/\\\0<>:"|?*\u202A-\u202E\u2066-\u2069]|^\.{0,2}$/);
    }));
  });
});

it('takes names for the same that differ in case or in how accents are written', () => {
  expect(nameKey('CAFE\u0301.JPG')).toBe(nameKey('caf\u00e9.jpg'));
  expect(nameKey('사진.jpg'.normalize('NFD'))).toBe(nameKey('사진.jpg'));
  expect(nameKey('a.jpg')).not.toBe(nameKey('b.jpg'));
});

it('keeps a path below its folder', () => {
  expect(portablePath('2024//./a:b/../x.jpg')).toEqual(['2024', 'a_b', '_', 'x.jpg']);
});
