// Gathers what a report of a fault needs, without anything about the photos themselves.
import { readdir, stat, statfs } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { BackendState, DiagnosedLibrary, Diagnostics } from '../../src-shared/contract.ts';
import { listLibraries, storedAt } from '../store/libraries.ts';
import { workerFile } from '../workers/worker-file.ts';
import { WorkerPool } from '../workers/worker-pool.ts';
import type { CheckRequest } from './check-worker.ts';
import type { Log } from './log.ts';
import { versionsOf } from './versions.ts';

/** Errors that are told. */
const ERRORS = 40;

export interface DiagnoseOptions {
  readonly dataFolder: string;
  readonly host: Diagnostics['host'];
  readonly version: string;
  readonly locale: string;
  readonly backends: readonly BackendState[];
  /** The name of the encoder in use, if one is. */
  readonly encoder: string | null;
  /** Ids of open libraries. */
  readonly open: ReadonlySet<string>;
  readonly log: Pick<Log, 'read'>;
  /** Whether the databases are looked through for damage. */
  readonly check: boolean;
}

/** Looks at files, sizes and versions; writes nothing. */
export async function diagnose({ dataFolder, host, version, locale, backends, encoder, open, log, check }: DiagnoseOptions): Promise<Diagnostics> {
  const libraries: DiagnosedLibrary[] = [];
  const workers = check ? await WorkerPool.open<DiagnosedLibrary['check']>(workerFile('check-worker', import.meta.url), {}, 1) : null;
  try {
    for (const [at, { id, photos, answers }] of listLibraries(dataFolder).entries()) {
      const folder = storedAt(dataFolder, id);
      const found = workers === null ? null : await workers.run({ message: { paths: { answers: join(folder, 'library.db'), thumbnails: join(folder, 'thumbnails.db') } } satisfies CheckRequest }).catch((error: unknown) => ({ result: 'failed', detail: (error as Error).message }) as const); // a pool rejects with errors
      libraries.push({ place: at + 1, isOpen: open.has(id), photos, answers, bytes: await sizesOf(folder), check: found });
    }
  } finally {
    await workers?.close();
  }
  const [processor = 'unknown processor'] = cpus().map(({ model }) => model.trim());
  const space = await statfs(dataFolder).catch(() => null); // it may be gone: the errors say so
  return {
    version, host, backends, encoder, libraries,
    system: { platform: platform(), release: release(), architecture: arch(), processor, cores: cpus().length, memory: totalmem(), held: process.memoryUsage.rss(), locale },
    versions: versionsOf(),
    free: space && space.bavail * space.bsize,
    errors: log.read(ERRORS)
  };
}

async function sizesOf(folder: string): Promise<DiagnosedLibrary['bytes']> {
  const bytes = { library: 0, thumbnails: 0, others: 0 };
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) { // it is named by the registry, and gone
    if (!entry.isFile()) continue;
    const { size } = await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 })); // replaced meanwhile
    bytes[/^library\.db(-wal)?$/.test(entry.name) ? 'library' : /^thumbnails\.db(-wal)?$/.test(entry.name) ? 'thumbnails' : 'others'] += size;
  }
  return bytes;
}
