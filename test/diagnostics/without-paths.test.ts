import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HIDDEN, withoutPaths } from '../../src-main/diagnostics/without-paths.ts';

const app = '/opt/Kindred/resources/app.asar';
const known = ['/home/ann/Photos', 'D:\\Family Pictures', '/mnt/nas/Holidays 2019'];
const clean = (message: string): string => withoutPaths(message, { app, known });

describe('a message without paths', () => {
  it.each([
    ["ENOENT: no such file or directory, open '/home/ann/Photos/Anna & Ben/1.jpg'", `ENOENT: no such file or directory, open '${HIDDEN}'`],
    ['/home/ann/Photos/Anna, 3 years/a b.jpg cannot be read: it is damaged', `${HIDDEN} …`],
    ['D:\\Family Pictures\\Anna.jpg is damaged', `${HIDDEN} …`],
    ['/srv/other/library.db is damaged and rebuilt', `${HIDDEN} is damaged and rebuilt`],
    ['\\\\nas\\share\\Anna.jpg does not answer', `${HIDDEN} does not answer`],
    ['E:\\Anna.jpg and file:///tmp/Anna.jpg', `${HIDDEN} and ${HIDDEN}`],
    ['Error: no\n    at read (file:///opt/Kindred/resources/app.asar/out/main/index.js:12:3)\n    at /opt/Kindred/resources/app.asar/out/main/cli.js:1:2', 'Error: no\n    at read (app/out/main/index.js:12:3)\n    at app/out/main/cli.js:1:2'],
    ['computing on native on 2 cores, 1/2 of them; read/write 3 MB/s', 'computing on native on 2 cores, 1/2 of them; read/write 3 MB/s']
  ])('%s', (message, expected) => {
    expect(clean(message)).toBe(expected);
  });

  it('tells no name below a known folder, whatever is in it and around it', () => {
    const name = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => !/[\n\r]/.test(text)).map((text) => `SECRET${text}SECRET`);
    fc.assert(fc.property(fc.constantFrom(...known), fc.array(name, { minLength: 1, maxLength: 3 }), fc.constantFrom(['', ''], ["open '", "'"], ['at (', ')'], ['', ' is gone'], ['Cannot read "', '" again'], ['“', '” is damaged']), (root, names, [before = '', after = '']) => {
      const separator = root.includes('\\') ? '\\' : '/';
      expect(clean(`${before}${[root, ...names].join(separator)}${after}`)).not.toContain('SECRET');
    }), { numRuns: 500, seed: 3 });
  });
});
