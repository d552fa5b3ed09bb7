// Disks of other kinds than the one that tests run on, and one that dies.

import { linkSync, renameSync } from 'node:fs';
import { type Disk, systemDisk } from '../../src-main/filing/disk.ts';

/** A system error as Node throws it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: made for a test`), { code, syscall: 'made' });
}

/** Two places on it are never on one device. */
export const apart: Partial<Disk> = {
  link: async (from, to) => {
    if (!String(from).endsWith('.part')) throw systemError('EXDEV');
    linkSync(from, to);
  },
  rename: async () => { throw systemError('EXDEV'); }
};

/** Without hard links, such as exFAT. */
export const plain: Partial<Disk> = {
  link: async () => { throw systemError('EPERM'); }
};

/** Both: a memory card. */
export const apartAndPlain: Partial<Disk> = {
  link: async (from) => { throw systemError(String(from).endsWith('.part') ? 'EPERM' : 'EXDEV'); },
  rename: async (from, to) => {
    if (!String(from).endsWith('.part')) throw systemError('EXDEV');
    renameSync(from, to);
  }
};

/** Answers so many calls, and from then on none: as if the process had been killed there. */
export function mortal(calls: number, disk: Disk = systemDisk): Disk & { readonly dead: boolean } {
  let left = calls;
  const wrapped = Object.fromEntries(
    Object.entries(disk).map(([name, call]) => [name, (...args: unknown[]) => (left-- > 0 ? (call as (...args: unknown[]) => Promise<unknown>)(...args) : Promise.reject(systemError('EIO')))])
  ) as unknown as Disk; // the same functions
  return { ...wrapped, get dead() { return left < 0; } };
}
