// How much memory there is, from what each system says.
import { expect, it } from 'vitest';
import { freeMemory, type MemorySource } from '../../src-main/handlers/free-memory.ts';

const source = (platform: NodeJS.Platform, files: Readonly<Record<string, string>> = {}, { level = async () => 1, available = 3e9 }: { level?: () => Promise<number>; available?: number } = {}): MemorySource => ({
  platform, available: () => available, total: () => 16e9, pressureLevel: level,
  read: async (path) => files[path] ?? Promise.reject(new Error(`ENOENT: ${path}`))
});
const linux = {
  '/proc/meminfo': 'MemTotal:       15625000 kB\nMemFree:          100000 kB\nMemAvailable:    2000000 kB\n',
  '/proc/pressure/memory': 'some avg10=40.00 avg60=9.00 avg300=1.00 total=1\nfull avg10=12.50 avg60=3.00 avg300=0.50 total=1\n',
  '/proc/self/cgroup': '0::/user.slice/app.scope\n'
};

it('Linux: what is available, and how long programs waited for it', async () => {
  expect(await freeMemory(source('linux', linux))).toEqual({ available: 2_048_000_000, total: 16e9, stalled: 0.125, short: null });
  expect(await freeMemory(source('linux'))).toEqual({ available: 3e9, total: 16e9, stalled: null, short: null }); // a kernel that says nothing
});

it('Linux: no more than a container may have, whose page cache can be had back', async () => {
  const group = '/sys/fs/cgroup/user.slice/app.scope';
  const limited = { ...linux, [`${group}/memory.max`]: '1000000000\n', [`${group}/memory.current`]: '950000000\n', [`${group}/memory.stat`]: 'anon 1\ninactive_file 600000000\nactive_file 40000000\nslab_reclaimable 10000000\n' };
  expect(await freeMemory(source('linux', limited))).toMatchObject({ available: 700e6, total: 1e9 });
  expect(await freeMemory(source('linux', { ...limited, [`${group}/memory.max`]: 'max\n' }))).toMatchObject({ available: 2_048_000_000, total: 16e9 });
  expect(await freeMemory(source('linux', { ...limited, '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/memory.max': '500000000\n', '/sys/fs/cgroup/memory.current': '600000000\n' }))).toMatchObject({ available: 0, total: 5e8 });
});

it('Windows: what Node says', async () => {
  expect(await freeMemory(source('win32'))).toEqual({ available: 3e9, total: 16e9, stalled: null, short: null });
});

it('macOS: asked itself where little is free, and believed', async () => {
  expect(await freeMemory(source('darwin', {}, { level: () => expect.fail('it is asked') }))).toMatchObject({ short: null });
  const little = { available: 2e8 };
  expect((await freeMemory(source('darwin', {}, { ...little, level: async () => 1 }))).short).toBe(false);
  expect((await freeMemory(source('darwin', {}, { ...little, level: async () => 4 }))).short).toBe(true);
  expect((await freeMemory(source('darwin', {}, { ...little, level: () => Promise.reject(new Error('no sysctl')) }))).short).toBe(false);
});

it('this computer: some of what it has', async () => {
  const { available, total } = await freeMemory();
  expect(available).toBeGreaterThan(0);
  expect(available).toBeLessThanOrEqual(total);
});
