import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { nameOf, systemPath } from '../src-main/byte-names.ts';
import { readPhoto } from '../src-main/photos/read.ts';
import { scan } from '../src-main/photos/scan.ts';
import { asSharp, quarters } from './photos/pictures.ts';

const root = fs.mkdtempSync(join(tmpdir(), 'kindred-bytes-'));
afterAll(() => fs.rmSync(root, { recursive: true }));
const onLinux = process.platform === 'linux';
const bytesOf = (path: string): Buffer => Buffer.from(systemPath(path));

it.runIf(onLinux)('any bytes are a text and the same bytes again, and valid names stay as they are', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 30 }), (bytes) => {
    const name = nameOf(Buffer.from(bytes));
    expect(bytesOf(name).equals(bytes)).toBe(true);
    // what stores it writes UTF-8
    expect(Buffer.from(name).toString()).toBe(name);
  }), { numRuns: 2000, seed: 5 });
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    if (!/[\uf780-\uf7ff]/.test(text)) expect(nameOf(Buffer.from(text))).toBe(text);
    expect(bytesOf(nameOf(Buffer.from(text))).toString()).toBe(text);
  }), { numRuns: 500, seed: 6 });
  for (const text of ['\uf7e9', 'a\ufffd', '사진 é.jpg']) expect(bytesOf(nameOf(Buffer.from(text))).toString()).toBe(text);
});

it.runIf(onLinux)('photos in files and folders whose names are no Unicode are found and read, each once', async () => {
  const jpeg = await asSharp(quarters(32, 24)).jpeg().toBuffer();
  const names = ['caf\xe9.jpg', 'caf\xe8.jpg', 'd\xff/a.jpg', 'd\xff/\x80\x81', 'plain.jpg'].map((name) => Buffer.from(name, 'latin1'));
  fs.mkdirSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from('d\xff', 'latin1')]));
  for (const name of [...names, Buffer.from('\ufffd.jpg')]) fs.writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), jpeg);
  fs.symlinkSync(Buffer.from('caf\xe9.jpg', 'latin1'), join(root, 'link.jpg'));
  const found: string[] = [];
  for await (const { files, problems } of scan(root)) {
    expect(problems).toEqual([]);
    found.push(...files.map(({ path }) => path));
  }
  expect(new Set(found.map((path) => bytesOf(path).toString('latin1')))).toEqual(new Set([...names.map((name) => name.toString('latin1')), Buffer.from('\ufffd.jpg').toString('latin1'), 'link.jpg']));
  expect(found).toHaveLength(7);
  for (const path of found) expect(await readPhoto(join(root, path)), path).toMatchObject({ status: 'photo', width: 32 });
});
