// Whether a folder is on another computer: the system here does not report changes made there, so it has to be polled.
import { readFile, realpath } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Names of network file systems in mountinfo and `mount`, and of those used for shared folders by virtual machines and WSL. */
const NETWORK = new Set([
  'nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'afpfs', 'webdav', 'ftp', 'afs', 'ceph', 'glusterfs', 'lustre', 'gpfs', 'beegfs', 'coda', 'ncpfs', 'ncp',
  '9p', 'drvfs', 'virtiofs', 'vboxsf', 'vmhgfs', 'prl_fs', 'davfs', 'macfuse', 'osxfuse', 'osxfusefs'
]);

/** A mounted file system. */
export interface Mount {
  readonly at: string;
  readonly type: string;
}

/** Whether changes to `folder` may be made by another computer. */
export async function isNetworkFolder(folder: string): Promise<boolean> {
  const real = await realpath(folder);
  if (process.platform === 'win32') return real.startsWith('\\\\'); // the real path of a mapped drive is its server's
  const mounts = process.platform === 'linux' ? linuxMounts(await readFile('/proc/self/mountinfo', 'utf8')) : bsdMounts((await promisify(execFile)('/sbin/mount')).stdout);
  return isNetworkType(typeAt(real, mounts));
}

/** `fuse.sshfs` and the like are remote; `fuseblk` is a local drive (NTFS, exFAT). */
export function isNetworkType(type: string): boolean {
  return NETWORK.has(type) || type === 'fuse' || type.startsWith('fuse.');
}

/** The type of the file system that `path` is on; '' if unknown. The last one mounted at a place hides those before. */
export function typeAt(path: string, mounts: readonly Mount[]): string {
  let found: Mount = { at: '', type: '' };
  for (const mount of mounts) {
    const covers = mount.at === '/' || path === mount.at || path.startsWith(`${mount.at}/`);
    if (covers && mount.at.length >= found.at.length) found = mount;
  }
  return found.type;
}

/** Mounts as listed in /proc/self/mountinfo (proc(5)): blanks in paths are octal escapes. */
export function linuxMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const at = before.split(' ')[4];
    const type = after.split(' ')[0];
    if (at === undefined || type === undefined || type === '') return [];
    return [{ at: at.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8))), type }];
  });
}

/** Mounts as listed by `mount` on macOS and BSD: `//u@server/photos on /Volumes/photos (smbfs, nodev)`. */
export function bsdMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, at, type] = / on (.+) \(([^,)]+)[^)]*\)$/.exec(line) ?? [];
    return at === undefined || type === undefined ? [] : [{ at, type }];
  });
}
