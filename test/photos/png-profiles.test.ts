import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readHeader } from '../../src-main/photos/header.ts';
import { readMetadata } from '../../src-main/photos/metadata.ts';
import { exifInPng } from '../../src-main/photos/png-profiles.ts';
import { chunk } from './made-kinds.ts';
import { tagsTiff } from './made-raw.ts';
import { asSharp, quarters } from './pictures.ts';

const png = await asSharp(quarters(8, 8)).png().toBuffer();
const END = 12;
/** Before the end, where programs put it. */
const withText = (type: string, data: Buffer): Buffer => Buffer.concat([png.subarray(0, -END), chunk(type, data), png.subarray(-END)]);
const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tagsTiff({ 272: 'made', 36867: '2006:02:04 16:09:30' })]);
const text = Buffer.from(`\nexif\n${String(exif.length).padStart(8)}\n${exif.toString('hex').replaceAll(/(.{72})/g, '$1\n')}\n`);

it.each<readonly [string, string, Buffer]>([
  ['compressed', 'zTXt', Buffer.concat([Buffer.from('Raw profile type exif\0\0'), deflateSync(text)])],
  ['plain', 'tEXt', Buffer.concat([Buffer.from('Raw profile type APP1\0'), text])]
])('EXIF in %s text is read', async (_, type, data) => {
  const { exif: found } = await readHeader(withText(type, data));
  expect(await readMetadata(found)).toMatchObject({ takenAt: Date.UTC(2006, 1, 4, 16, 9, 30), camera: 'made' });
});

it.each<readonly [string, Buffer]>([
  ['other text', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(text)])],
  ['text that is damaged', Buffer.from('Raw profile type exif\0\0 nothing')],
  ['no numbers', Buffer.concat([Buffer.from('Raw profile type exif\0\0'), deflateSync(Buffer.from('\nexif\n 12\nnone'))])],
  ['gigabytes', Buffer.concat([Buffer.from('Raw profile type exif\0\0'), deflateSync(Buffer.alloc(50e6, 0x30))])],
  ['no keyword', Buffer.from('Raw profile type exif')]
])('%s is no EXIF', (_, data) => {
  expect(exifInPng(withText('zTXt', data))).toBe(null);
});
