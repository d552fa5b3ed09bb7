// What ImageMagick says of files that it cannot read, as users read it; what it reads is tested by formats.test.ts.
import { expect, it } from 'vitest';
import { decodeMagick, type MagickKind } from '../../../src-main/photos/decoders/magick.ts';

const psd = (channels: number): Buffer => Buffer.from(`8BPS\0\x01\0\0\0\0\0\0\0${String.fromCharCode(channels)}\0\0\0\x08\0\0\0\x08\0\x08\0\x03\0\0\0\0\0\0\0\0\0\0\0\0`, 'latin1');

it.each<readonly [string, MagickKind, Buffer, object]>([
  ['objects that say nothing', 'raw', Buffer.from('FUJIFILMCCD-RAW 0201FF383501'), { code: 'damaged', message: 'the parts of the file do not fit together' }],
  ['names of its temporary files', 'raw', Buffer.from('II\x1a\0\x14\0HEAPCCDR'.padEnd(400, '\0'), 'latin1'), { code: 'unsupported', message: 'Unsupported file format or not RAW file' }],
  ['its names of errors, and whole kinds that it cannot read', 'psd', psd(57), { code: 'unsupported', message: 'maximum channels exceeded' }],
  ['names of libraries', 'jp2', Buffer.from('\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14free', 'latin1'), { code: 'damaged', message: 'Malformed JP2 file format: second box must be file type box' }]
])('reasons do not show %s', async (_, kind, bytes, problem) => {
  await expect(decodeMagick(bytes, kind, 320)).rejects.toMatchObject(problem);
});
