import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { encoderFile, ensureEncoderFile, readCheckpoint, removeCheckpoint, sweepEncoderFiles, writeCheckpoint, writeEncoderFile } from '../../src-main/store/encoder-files.ts';
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
  expect(readdirSync(join(stored, 'encoders')).sort()).toEqual(['checkpoint.bin', 'tuned-2.copy', 'tuned-2.kenc']);
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

it('brings weights back that were damaged, of which the disk says nothing', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  const stored = madeFolder();
  const weights = Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 251));
  const [path, copy] = [encoderFile(stored, 'tuned-1'), join(stored, 'encoders', 'tuned-1.copy')];
  await writeEncoderFile(stored, 'tuned-1', weights);
  for (const damage of [(): void => rmSync(path), (): void => truncateSync(path, 7), (): void => flip(path, 2000)]) {
    damage();
    await ensureEncoderFile(stored, 'tuned-1');
    expect(readFileSync(path).equals(weights)).toBe(true);
  }
  expect(said).toHaveBeenCalledTimes(3);
  // what is wrong with the copy is mended by the file, and one that an earlier version did not make is made
  for (const damage of [(): void => flip(copy, 2000), (): void => flip(copy, 3), (): void => rmSync(copy)]) {
    damage();
    await ensureEncoderFile(stored, 'tuned-1');
    flip(path, 5);
    await ensureEncoderFile(stored, 'tuned-1');
    expect(readFileSync(path).equals(weights)).toBe(true);
  }
  flip(path, 5);
  flip(copy, 900);
  await expect(ensureEncoderFile(stored, 'tuned-1')).rejects.toMatchObject({ code: 'engine-failed', message: expect.stringContaining('damaged') as string });
  said.mockRestore();
});

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at]! ^= 4; // it is longer
  writeFileSync(path, bytes);
}

it('takes weights as they are where no copy of them can be read or written', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const folder = madeFolder();
  await writeEncoderFile(folder, 'tuned', Buffer.from('weights'));
  rmSync(join(folder, 'encoders', 'tuned.copy'));
  mkdirSync(join(folder, 'encoders', 'tuned.copy')); // neither
  await expect(ensureEncoderFile(folder, 'tuned')).resolves.toBeUndefined();
  expect(readFileSync(encoderFile(folder, 'tuned'), 'utf8')).toBe('weights');
  expect(complaint).toHaveBeenCalledTimes(2);
  complaint.mockRestore();
});

it('leaves nothing of a file that could not be written, and refuses names that are paths', async () => {
  const stored = join(madeFolder(), 'a-file');
  writeFileSync(stored, '');
  await expect(writeEncoderFile(stored, 'tuned-1', Uint8Array.of(1))).rejects.toMatchObject({ name: 'CodedError' });
  expect(existsSync(`${stored}.new`)).toBe(false);
  expect(() => encoderFile(stored, '../../etc')).toThrow(RangeError);
});
