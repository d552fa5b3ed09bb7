// How much memory there is for programs, as far as each system lets Node see it. Electron has no signal of its own for a shortage.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { promisify } from 'node:util';

export interface FreeMemory {
  /** Bytes that programs can have without others being swapped out, of `total`. */
  readonly available: number;
  readonly total: number;
  /** Share of the last ten seconds in which every program waited for memory, 0 to 1 (Linux's pressure stall information); `null` if the system does not say. */
  readonly stalled: number | null;
  /** Whether the system itself says that memory is short; `null` if it does not say. */
  readonly short: boolean | null;
}

/** What is asked of the system, for tests. */
export interface MemorySource {
  readonly platform: NodeJS.Platform;
  /** Rejects where there is no such file. */
  readonly read: (path: string) => Promise<string>;
  /** What macOS's `kern.memorystatus_vm_pressure_level` is: 1 normal, 2 warning, 4 critical. */
  readonly pressureLevel: () => Promise<number>;
  readonly available: () => number;
  readonly total: () => number;
}

const system: MemorySource = {
  platform: process.platform,
  read: (path) => readFile(path, 'utf8'),
  pressureLevel: async () => Number((await promisify(execFile)('/usr/sbin/sysctl', ['-n', 'kern.memorystatus_vm_pressure_level'], { timeout: 5000 })).stdout),
  available: () => process.availableMemory(),
  total: totalmem
};

/** @throws nothing: what a system does not say is left out */
export async function freeMemory(source: MemorySource = system): Promise<FreeMemory> {
  const { platform } = source;
  const usual = { available: source.available(), total: source.total(), stalled: null, short: null };
  if (platform === 'linux') return onLinux(source, usual);
  if (platform !== 'darwin') return usual;
  // macOS fills its memory on purpose, so that little of it is ever free: then it is asked itself
  if (usual.available > usual.total / 10) return usual;
  const level = await source.pressureLevel().catch(() => 1);
  return { ...usual, short: level >= 2 };
}

async function onLinux({ read }: MemorySource, usual: FreeMemory): Promise<FreeMemory> {
  const number = async (path: string, pattern: RegExp): Promise<number | null> => {
    const found = pattern.exec(await read(path).catch(() => ''))?.[1];
    return found === undefined ? null : Number(found);
  };
  const free = await number('/proc/meminfo', /^MemAvailable:\s+(\d+) kB/m);
  const stalled = await number('/proc/pressure/memory', /^full avg10=([\d.]+)/m);
  const own = { ...usual, ...(free !== null && { available: free * 1024 }), stalled: stalled === null ? null : stalled / 100 };
  // a container, or the user's share of the machine: cgroup v2, of which the page cache can be had back
  const group = /^0::(\/.*)$/m.exec(await read('/proc/self/cgroup').catch(() => ''))?.[1];
  if (group === undefined) return own;
  const folder = `/sys/fs/cgroup${group === '/' ? '' : group}`;
  const most = await number(`${folder}/memory.max`, /^(\d+)/);
  const held = await number(`${folder}/memory.current`, /^(\d+)/);
  if (most === null || held === null || most >= own.total) return own;
  // what is read again and again counts as active, and can be had back all the same
  const stat = async (name: string): Promise<number> => (await number(`${folder}/memory.stat`, new RegExp(`^${name} (\\d+)`, 'm'))) ?? 0;
  const cache = (await stat('inactive_file')) + (await stat('active_file')) + (await stat('slab_reclaimable'));
  return { ...own, total: most, available: Math.min(own.available, Math.max(0, most - held + cache)) };
}
