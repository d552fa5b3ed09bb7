import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { encoderFile, readCheckpoint, removeCheckpoint, sweepEncoderFiles, writeCheckpoint, writeEncoderFile } from '../../src-main/store/encoder-files.ts';
import { madeFolder } from './made-store.ts';

it('keeps weights and the newest checkpoint, and nothing else', async () => {
  const stored = madeFolder();
  expect(await readCheckpoint(stored)).toBeNull();
  await writeEncoderFile(stored, 'tuned-1', Uint8Array.of(1, 2));
  await writeEncoderFile(stored, 'tuned-2', Uint8Array.of(3));
  await writeCheckpoint(stored, Uint8Array.of(4));
  await writeCheckpoint(stored, Uint8Array.of(5, 6));
  expect([...readFileSync(encoderFile(stored, 'tuned-1'))]).toEqual([1, 2]);
  expect([...((await readCheckpoint(stored)) ?? [])]).toEqual([5, 6]);
  writeFileSync(`${encoderFile(stored, 'tuned-3')}.new`, 'cut off');
  sweepEncoderFiles(stored, ['tuned-2']);
  expect(readdirSync(join(stored, 'encoders')).sort()).toEqual(['checkpoint.bin', 'tuned-2.kenc']);
  await removeCheckpoint(stored);
  await removeCheckpoint(stored);
  expect(await readCheckpoint(stored)).toBeNull();
});

it('does not accept a damaged checkpoint', async () => {
  const stored = madeFolder();
  await writeCheckpoint(stored, new Uint8Array(1000).fill(7));
  const path = join(stored, 'encoders', 'checkpoint.bin');
  writeFileSync(path, readFileSync(path).fill(0, 500, 510));
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await readCheckpoint(stored)).toBeNull();
  expect(said).toHaveBeenCalledOnce();
  said.mockRestore();
});

it('leaves nothing of a file that could not be written, and refuses names that are paths', async () => {
  const stored = join(madeFolder(), 'a-file');
  writeFileSync(stored, '');
  await expect(writeEncoderFile(stored, 'tuned-1', Uint8Array.of(1))).rejects.toMatchObject({ name: 'CodedError' });
  expect(existsSync(`${stored}.new`)).toBe(false);
  expect(() => encoderFile(stored, '../../etc')).toThrow(RangeError);
});
