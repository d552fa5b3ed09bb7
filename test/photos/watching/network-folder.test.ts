import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { bsdMounts, isNetworkFolder, isNetworkType, linuxMounts, typeAt } from '../../../src-main/photos/watching/network-folder.ts';

const mountinfo = `22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
36 22 0:31 / /mnt/nas\\040photos rw,relatime shared:2 master:3 - nfs4 server:/photos rw,vers=4.2
37 22 0:32 / /mnt/drive rw shared:4 - fuseblk /dev/sdb1 rw
38 22 0:33 / /home/u/remote rw - fuse.sshfs u@host:/ rw
39 36 8:17 / /mnt/nas\\040photos/local rw - xfs /dev/sdc1 rw
`;

describe('a network folder', () => {
  it('is recognised by the file system that its longest mount point has', () => {
    const mounts = linuxMounts(mountinfo);
    const types = ['/home/u/Photos', '/mnt/nas photos', '/mnt/nas photos/2024', '/mnt/nas photos/local/x', '/mnt/nas photos 2', '/home/u/remote/a'].map((path) => typeAt(path, mounts));
    expect(types).toEqual(['ext4', 'nfs4', 'nfs4', 'xfs', 'ext4', 'fuse.sshfs']);
  });

  it('is on NFS, SMB or FUSE, and not on a drive that is mounted through FUSE', () => {
    expect(['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'fuse.sshfs', 'fuse.rclone', '9p'].filter((type) => !isNetworkType(type))).toEqual([]);
    expect(['ext4', 'btrfs', 'apfs', 'fuseblk', 'exfat', 'tmpfs', ''].filter(isNetworkType)).toEqual([]);
  });

  it('is recognised in what `mount` lists on macOS', () => {
    const mounts = bsdMounts('/dev/disk3s1s1 on / (apfs, sealed, local, read-only)\n//u@nas._smb._tcp.local/photos on /Volumes/photos (new) (smbfs, nodev, nosuid)\n');
    expect(mounts).toEqual([{ at: '/', type: 'apfs' }, { at: '/Volumes/photos (new)', type: 'smbfs' }]);
  });

  it('is not the folder for temporary files', async () => {
    expect(await isNetworkFolder(tmpdir())).toBe(false);
  });
});
