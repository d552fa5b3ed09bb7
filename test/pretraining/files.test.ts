import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PretrainingFolder } from '../../src-main/pretraining/files.ts';

let path: string;
let folder: PretrainingFolder;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'kindred-pretraining-'));
  folder = await PretrainingFolder.open(path);
});
afterEach(() => rm(path, { recursive: true, force: true }));

const standing = { base: 'kindred-1', seed: 3, pictures: 40, seconds: 61.5, given: 400 };

describe('the checkpoint of a pre-training', () => {
  it('is read as it was written, and is none before', async () => {
    expect(await folder.readCheckpoint()).toBeNull();
    await folder.writeCheckpoint(standing, Uint8Array.of(4, 5, 6));
    expect(await folder.readCheckpoint()).toEqual({ standing, trainer: Uint8Array.of(4, 5, 6) });
  });

  it('of the first version can be resumed: its bytes are the length of the JSON, the JSON and the trainer\'s state', async () => {
    const json = Buffer.from('{"base":"kindred-1","seed":3,"pictures":40,"seconds":61.5,"given":400}');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(json.length);
    await writeFile(join(path, 'checkpoint.bin'), Buffer.concat([length, json, Buffer.from([4, 5, 6])]));
    expect(await folder.readCheckpoint()).toEqual({ standing, trainer: Uint8Array.of(4, 5, 6) });
  });

  it.each([['is empty', ''], ['is cut short', '\x40\0\0\0{"base"'], ['is something else', 'something else']])('is refused with what to do if it %s', async (_, text) => {
    await writeFile(join(path, 'checkpoint.bin'), text);
    await expect(folder.readCheckpoint()).rejects.toMatchObject({ code: 'bad-request', message: expect.stringContaining('is damaged. Delete') });
  });
});
