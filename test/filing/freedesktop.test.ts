// Also on a real second disk, where this machine may mount one.

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freedesktopTrash } from '../../src-main/filing/freedesktop.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { systemTrash } from '../../src-main/filing/system-trash.ts';
import { undoPlan } from '../../src-main/filing/undo.ts';
import { readPlan } from '../../src-main/store/plans.ts';
import { madeLibrary } from './made-files.ts';

const now = (): Date => new Date(2024, 4, 1, 9, 5, 3);

function madeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kindred-trash-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Mounts an empty disk of some megabytes at `folder`; `false` where this machine does not allow that. */
function mount(folder: string, size: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return true;
}

describe('a file in the trash', () => {
  it('is described as the specification wants it, in folders of this user only', async () => {
    const root = madeFolder();
    const path = join(root, '여행 #1 100%.jpg');
    writeFileSync(path, 'one');
    const { file, info, text } = await freedesktopTrash({ dataHome: join(root, 'data'), now }).reserve(path);
    expect(text).toBe(`[Trash Info]\nPath=${root}/${encodeURIComponent('여행 #1 100%.jpg')}\nDeletionDate=2024-05-01T09:05:03\n`);
    expect([file.startsWith(join(root, 'data/Trash/files/')), info.startsWith(join(root, 'data/Trash/info/')), info.endsWith('.jpg.trashinfo')]).toEqual([true, true, true]);
    expect(readdirSync(join(root, 'data/Trash')).sort()).toEqual(['files', 'info']);
  });

  it('is never put where the trash cannot be written to', async () => {
    const root = madeFolder();
    writeFileSync(join(root, 'a.jpg'), 'one');
    writeFileSync(join(root, 'data'), 'no folder');
    await expect(freedesktopTrash({ dataHome: join(root, 'data') }).reserve(join(root, 'a.jpg'))).rejects.toMatchObject({ code: 'no-trash' });
  });
});

describe('on another disk', () => {
  it('files go to the trash of that disk, by paths below it, and come back', async ({ skip }) => {
    const root = madeFolder();
    const disk = join(root, 'run', 'usb');
    if (!mount(disk, '4m')) return skip('needs the right to mount');
    mkdirSync(join(disk, 'trip'));
    writeFileSync(join(disk, 'trip', 'a.jpg'), 'one');
    const trash = freedesktopTrash({ dataHome: join(root, 'data'), now });
    const { file, text } = await trash.reserve(join(disk, 'trip', 'a.jpg'));
    const uid = String(process.getuid?.());
    expect(file.startsWith(join(disk, `.Trash-${uid}`, 'files'))).toBe(true);
    expect(text).toContain('\nPath=trip/a.jpg\n');
    expect(existsSync(join(root, 'data'))).toBe(false);

    mkdirSync(join(disk, '.Trash'));
    expect((await trash.reserve(join(disk, 'trip', 'a.jpg'))).file, 'one that is not sticky').toContain(`.Trash-${uid}`);
    chmodSync(join(disk, '.Trash'), 0o1777);
    expect((await trash.reserve(join(disk, 'trip', 'a.jpg'))).file).toContain(join(disk, '.Trash', uid, 'files'));
    rmSync(join(disk, '.Trash'), { recursive: true });
    rmSync(join(disk, `.Trash-${uid}`), { recursive: true });
    symlinkSync(root, join(disk, `.Trash-${uid}`));
    await expect(trash.reserve(join(disk, 'trip', 'a.jpg'))).rejects.toMatchObject({ code: 'no-trash' });
  });

  it('a full one stops a plan, and everything comes back when it is undone', async ({ skip }) => {
    const made = madeLibrary({ 'a.jpg': 'a'.repeat(400_000), 'b.jpg': 'b'.repeat(400_000), 'c.jpg': 'c'.repeat(400_000) });
    if (!mount(made.out, '1m')) return skip('needs the right to mount');
    const before = made.files('photos');
    const { phase, stoppedBy, plan } = await made.perform(['a.jpg', 'b.jpg', 'c.jpg']);
    expect([phase, stoppedBy?.code]).toEqual(['stopped', 'disk-full']);
    expect(plan.steps.map(({ state }) => state)).toEqual(['done', 'done', 'planned']);
    expect([Object.keys(made.files('photos')), Object.keys(made.files('out'))]).toEqual([['c.jpg'], ['a.jpg', 'b.jpg']]);
    expect(await undoPlan(made.tools(), plan.id)).toMatchObject({ phase: 'ended', done: 2, refused: 0 });
    expect([made.files('photos'), made.files('out')]).toEqual([before, {}]);
    const hard = await made.perform(['a.jpg'], { kind: 'hardlink' });
    expect(hard.plan.steps[0]!.refusal).toMatchObject({ code: 'not-supported' });
    expect(hard.plan.steps[0]!.refusal!.message).toContain('Copy the files instead');
  });

  it('copies that are undone go to the trash of that disk', async ({ skip }) => {
    const made = madeLibrary({ 'a.jpg': 'one' });
    if (!mount(made.out, '1m')) return skip('needs the right to mount');
    const { plan } = await made.perform(['a.jpg'], { kind: 'copy' });
    await undoPlan(made.tools(), plan.id);
    expect(readPlan(made.store, plan.id).steps[0]!.state).toBe('undone');
    expect(Object.values(made.files('out')).some((text) => text === 'one')).toBe(true);
    expect(existsSync(join(made.out, 'a.jpg'))).toBe(false);
    await performPlan(made.tools(), plan.id);
  });
});

it('is that of Linux and its relatives; elsewhere the host puts files into the trash', () => {
  const put = async (): Promise<void> => {};
  expect(systemTrash(put, 'linux').kind).toBe('folder');
  expect(systemTrash(put, 'darwin')).toEqual({ kind: 'system', put });
  expect(systemTrash(undefined, 'win32').kind).toBe('system');
});
