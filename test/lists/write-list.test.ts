import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { writeList } from '../../src-main/lists/write-list.ts';
import { writeMarks } from '../../src-main/store/marks.ts';
import { writeThumbnails } from '../../src-main/store/thumbnails.ts';
import { LIST_FORMS, type ListRequest } from '../../src-shared/exchange/list.ts';
import { packMark } from '../../src-shared/marks/packed.ts';
import { type MadeLibrary, madeLibrary } from '../filing/made-files.ts';
import { forbidWriting } from '../read-only.ts';

const NAMES = ['a.jpg', '바다 & <sea>.jpg', 'שלום.jpg'];

async function made(): Promise<{ readonly library: MadeLibrary; readonly request: ListRequest }> {
  const library = madeLibrary(Object.fromEntries(NAMES.map((name) => [name, name])));
  writeMarks(library.store, [library.photo('a.jpg')], () => packMark({ flag: null, stars: 3, label: 'red', favourite: true }), 0);
  const data = await sharp({ create: { width: 32, height: 24, channels: 3, background: '#36a' } }).jpeg().toBuffer();
  const hashes = library.store.db.prepare('SELECT hash FROM photos').pluck().all() as string[]; // the column is text
  writeThumbnails(library.store, hashes.map((hash) => ({ hash, data })));
  const chosen = NAMES.map((name, at) => ({ photo: library.photo(name), ...(at < 2 && { group: '바다 여행' }) }));
  return { library, request: { form: 'csv', chosen, folder: library.out, name: 'list', replace: false, title: 'Sheet <1>', locale: 'ko' } };
}

it('writes every form, whole, with its ending', async () => {
  const { library, request } = await made();
  for (const form of LIST_FORMS) expect(await writeList(library.store, { ...request, form, name: `list ${form}` })).toMatchObject({ status: 'written', photos: 3, missing: 0 });
  expect(readdirSync(library.out).sort()).toEqual(['list csv.csv', 'list html.html', 'list json.json', 'list paths-nul.txt', 'list paths.txt', 'list pdf.pdf']);
  expect(readFileSync(join(library.out, 'list paths-nul.txt'), 'utf8')).toBe(NAMES.map((name) => `${join(library.photos, name)}\0`).join(''));
  const [first] = (JSON.parse(readFileSync(join(library.out, 'list json.json'), 'utf8')) as { photos: object[] }).photos;
  expect(first).toMatchObject({ path: join(library.photos, 'a.jpg'), group: '바다 여행', stars: 3, label: 'red', favourite: true, flag: null });
  const html = readFileSync(join(library.out, 'list html.html'), 'utf8');
  expect(html).toContain('바다 &#38; &#60;sea&#62;.jpg');
  expect(html.match(/data:image\/jpeg;base64,\/9j/g)).toHaveLength(3);
  expect(html.match(/<h2>/g)).toHaveLength(1);
});

it('writes Korean names into a PDF with the font they need, and boxes for letters that it lacks', async () => {
  const { library, request } = await made();
  await writeList(library.store, { ...request, form: 'pdf' });
  const pdf = readFileSync(join(library.out, 'list.pdf'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.subarray(-6).toString()).toContain('%%EOF');
  expect(pdf.toString('latin1')).toContain('NotoSansKR');
  expect(pdf.length).toBeLessThan(200_000); // the font's letters in use, not all of it
  const reader = (() => {
    try {
      return execFileSync('pdftotext', [join(library.out, 'list.pdf'), '-'], { encoding: 'utf8' });
    } catch {
      return null; // not on every machine
    }
  })();
  if (reader !== null) expect(reader).toContain('바다 & <sea>.jpg');
});

it('never writes over a file without being told to', async () => {
  const { library, request } = await made();
  const path = join(library.out, 'list.csv');
  writeFileSync(path, 'mine');
  expect(await writeList(library.store, request)).toEqual({ status: 'exists', path, photos: 0, missing: 0 });
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect(await writeList(library.store, { ...request, replace: true })).toMatchObject({ status: 'written' });
  expect(readFileSync(path, 'utf8')).toContain('sha256');
  expect(readdirSync(library.out)).toEqual(['list.csv']);
});

it('says what is wrong with the place', async () => {
  const { library, request } = await made();
  await expect(writeList(library.store, { ...request, folder: join(library.out, 'no') })).rejects.toMatchObject({ code: 'folder-missing' });
  mkdirSync(join(library.out, 'list.csv'));
  await expect(writeList(library.store, { ...request, replace: true })).rejects.toMatchObject({ code: 'bad-request' });
});

it('says that a folder cannot be written to', async ({ skip }) => {
  const { library, request } = await made();
  const allow = forbidWriting(library.out);
  if (allow === null) return skip();
  await expect(writeList(library.store, request)).rejects.toMatchObject({ code: 'folder-unwritable' }).finally(allow);
});
