// A library of small real files, indexed as they are, with a trash of its own, and what tests ask about all of it.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemDisk, type Disk } from '../../src-main/filing/disk.ts';
import { freedesktopTrash } from '../../src-main/filing/freedesktop.ts';
import { performPlan } from '../../src-main/filing/perform.ts';
import { makePlan } from '../../src-main/filing/plan.ts';
import type { Tools } from '../../src-main/filing/step.ts';
import type { Trash } from '../../src-main/filing/trash.ts';
import { openStore, type Store } from '../../src-main/store/database.ts';
import { FIRST_FOLDER } from '../../src-main/store/folder-id.ts';
import { settleFolders } from '../../src-main/store/folders.ts';
import { writeIndexed } from '../../src-main/store/indexed.ts';
import { readFiles } from '../../src-main/store/photos.ts';
import { addPlan, readPlan } from '../../src-main/store/plans.ts';
import type { Plan, PlanId, PlanProgress, PlanRequest } from '../../src-shared/filing/plan.ts';
import type { PhotoId } from '../../src-shared/ids.ts';
import { packFingerprint } from '../../src-shared/learning/copies/fingerprint.ts';
import { madeDescriptors, madeHash, madePhoto, madeVersions } from '../store/made-store.ts';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Files in a library: their content by path, or content and the photo that they are of; a raw file's picture is of its own. */
export type MadeFiles = Readonly<Record<string, string | readonly [content: string, photo: string, format?: 'raw']>>;

export class MadeLibrary {
  readonly root: string;
  readonly photos: string;
  /** A folder outside the library. */
  readonly out: string;
  readonly store: Store;
  trash: Trash;

  constructor(files: MadeFiles, root = realpathSync(mkdtempSync(join(tmpdir(), 'kindred-filing-')))) {
    this.root = root;
    this.photos = join(root, 'photos');
    this.out = join(root, 'out');
    for (const folder of [this.photos, this.out]) mkdirSync(folder, { recursive: true });
    this.store = openStore(join(root, 'stored'));
    this.trash = freedesktopTrash({ dataHome: join(root, 'data') });
    settleFolders(this.store, [this.photos], 0);
    this.index(files);
  }

  /** Writes files and indexes them. */
  index(files: MadeFiles): void {
    const batch = Object.entries(files).map(([path, made]) => {
      const [content, photo, format = 'jpeg'] = typeof made === 'string' ? [made, made] as const : made;
      this.write(path, content);
      const { size, mtimeMs } = statSync(join(this.photos, path));
      return {
        file: { folder: FIRST_FOLDER, path, size, modifiedMs: mtimeMs }, descriptors: { ...madeDescriptors(), fingerprint: printOf(photo) },
        outcome: { ...madePhoto(photo), format, hash: sha256(content), picture: madeHash(`${format === 'raw' ? 'raw of ' : ''}${photo}`) }
      };
    });
    writeIndexed(this.store, madeVersions(this.store), batch, 0);
  }

  /** Writes a file without indexing it. */
  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.photos, path)), { recursive: true });
    writeFileSync(join(this.photos, path), content);
  }

  photo(path: string): PhotoId {
    const found = readFiles(this.store).find((file) => file.path === path);
    if (found === undefined) throw new Error(`expected a photo at ${path}, got none`);
    return found.id;
  }

  tools(disk: Partial<Disk> = {}): Tools {
    return { store: this.store, trash: this.trash, disk: { ...systemDisk, ...disk }, now: () => 7 };
  }

  /** The same trash on another disk. */
  trashOn(disk: Disk): Trash {
    return freedesktopTrash({ dataHome: join(this.root, 'data'), disk });
  }

  /** A request about the files at these paths. */
  request(paths: readonly string[], more: Partial<PlanRequest> = {}): PlanRequest {
    const kind = more.kind ?? 'move';
    return { kind, why: 'a test', target: kind === 'trash' ? null : this.out, chosen: paths.map((path) => ({ photo: this.photo(path), file: { folder: this.photos, path } })), ...more };
  }

  async plan(paths: readonly string[], more: Partial<PlanRequest> = {}): Promise<PlanId> {
    const made = await makePlan(this.store, this.request(paths, { lastToo: true, ...more }));
    return addPlan(this.store, made, made.steps, 0);
  }

  /** Plans and performs. */
  async perform(paths: readonly string[], more: Partial<PlanRequest> = {}, disk: Partial<Disk> = {}): Promise<PlanProgress & { readonly plan: Plan }> {
    const id = await this.plan(paths, more);
    const progress = await performPlan(this.tools(disk), id);
    return { ...progress, plan: readPlan(this.store, id) };
  }

  /** Every file below a folder of `root` with its content, by path below it; where a link leads. */
  files(below = '.'): Record<string, string> {
    const folder = join(this.root, below);
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
    return Object.fromEntries(entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), entry.isSymbolicLink() ? `→ ${readlinkSync(path)}` : readFileSync(path, 'utf8')] as const;
    }).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** What is in the trash: contents, and where the trash says that they came from. */
  get trashed(): { readonly contents: string[]; readonly from: string[] } {
    const of = (folder: string): string[] => {
      try {
        return Object.values(this.files(`data/Trash/${folder}`)).sort();
      } catch {
        return [];
      }
    };
    return { contents: of('files'), from: of('info').map((text) => decodeURIComponent(/^Path=(.*)$/m.exec(text)?.[1] ?? '')).sort() };
  }

  close(): void {
    this.store.close();
  }
}

/** A fingerprint that no other photo has. */
function printOf(photo: string): Uint8Array {
  const whole = Uint8Array.from({ length: 256 }, (_, at) => parseInt(sha256(`${photo} ${at}`).slice(0, 2), 16));
  return packFingerprint({ whole, inner: null, frame: null });
}

/** A library that is gone after the test. */
export function madeLibrary(files: MadeFiles = {}): MadeLibrary {
  const made = new MadeLibrary(files);
  onTestFinished(() => {
    made.close();
    rmSync(made.root, { recursive: true, force: true });
  });
  return made;
}
