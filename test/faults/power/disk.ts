// A disk that forgets: it knows of every write and every name whether it was flushed, and makes the folder that a power cut may leave. What was flushed
// is there; of everything else any part may be. Stricter than most file systems: a flushed file does not bring its name along.
import { linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

type Write = { readonly seq: number; readonly at: number; readonly bytes: Buffer } | { readonly seq: number; readonly length: number };

class FileNode {
  flushed: Buffer;
  /** Not flushed, in order. */
  pending: Write[] = [];
  mtime: number;
  readonly target: string | null;

  constructor(content: Buffer = Buffer.alloc(0), mtime = 0, target: string | null = null) {
    [this.flushed, this.mtime, this.target] = [content, mtime, target];
  }

  flush(until: number): void {
    this.flushed = apply(this.flushed, this.pending.filter(({ seq }) => seq < until));
    this.pending = this.pending.filter(({ seq }) => seq >= until);
  }

  get now(): Buffer {
    return apply(this.flushed, this.pending);
  }
}

class FolderNode {
  readonly flushed = new Map<string, FileNode | FolderNode>();
  readonly now = new Map<string, FileNode | FolderNode>();
}

/** What changes together: a rename gives one name and takes another. */
interface Naming {
  readonly seq: number;
  readonly entries: readonly { readonly folder: FolderNode; readonly name: string; readonly node: FileNode | FolderNode | null }[];
}

const SECTOR = 512;

export class ForgetfulDisk {
  readonly #root: string;
  readonly #top = new FolderNode();
  #namings: Naming[] = [];
  #seq = 0;

  /** @param root absolute: what is in it is flushed */
  constructor(root: string) {
    this.#root = root;
    fill(this.#top, root);
  }

  /** The number of the next change. */
  get next(): number {
    return this.#seq;
  }

  has(path: string): boolean {
    return this.#find(path) !== null;
  }

  write(path: string, at: number, bytes: Buffer): void {
    this.#file(path).pending.push({ seq: this.#seq++, at, bytes });
  }

  truncate(path: string, length: number): void {
    this.#file(path).pending.push({ seq: this.#seq++, length });
  }

  touch(path: string, seconds: number): void {
    const node = this.#find(path);
    if (node instanceof FileNode) node.mtime = seconds;
  }

  sizeOf(path: string): number {
    return this.#file(path).now.length;
  }

  contentOf(path: string): Buffer {
    return this.#file(path).now;
  }

  create(path: string): void {
    this.#name([[path, new FileNode(undefined, Date.now() / 1000)]]);
  }

  makeFolder(path: string): void {
    this.#name([[path, new FolderNode()]]);
  }

  symlink(target: string, path: string): void {
    this.#name([[path, new FileNode(undefined, 0, target)]]);
  }

  link(from: string, to: string): void {
    this.#name([[to, this.#file(from)]]);
  }

  rename(from: string, to: string): void {
    const node = this.#find(from);
    if (node === null) throw new Error(`expected ${from} to be renamed, which is not there`);
    this.#name([[from, null], [to, node]]);
  }

  remove(path: string): void {
    this.#name([[path, null]]);
  }

  /** A flush that began when the next change was number `from`. */
  flush(path: string, from: number): void {
    const node = this.#find(path);
    if (node instanceof FileNode) node.flush(from);
    if (!(node instanceof FolderNode)) return;
    // the names of a folder stay in order, and those of two that change together
    const folders = new Set([node]);
    const kept = new Set<Naming>();
    for (const naming of [...this.#namings].reverse()) {
      if (naming.seq >= from || !naming.entries.some(({ folder }) => folders.has(folder))) continue;
      kept.add(naming);
      for (const { folder } of naming.entries) folders.add(folder);
    }
    for (const naming of this.#namings) if (kept.has(naming)) for (const { folder, name, node: named } of naming.entries) set(folder.flushed, name, named);
    this.#namings = this.#namings.filter((naming) => !kept.has(naming));
  }

  /** Puts what a power cut now may leave in the place of the folder. @param chance of each change that was not flushed to be there, 0 to 1 */
  cut(chance: number, random: () => number): void {
    const left = new Map<FolderNode, Map<string, FileNode | FolderNode>>();
    const entriesOf = (folder: FolderNode): Map<string, FileNode | FolderNode> => {
      const entries = left.get(folder) ?? new Map(folder.flushed);
      left.set(folder, entries);
      return entries;
    };
    const stopped = new Set<FolderNode>();
    for (const { entries } of this.#namings) {
      if (entries.some(({ folder }) => stopped.has(folder)) || random() >= chance) for (const { folder } of entries) stopped.add(folder);
      else for (const { folder, name, node } of entries) set(entriesOf(folder), name, node);
    }
    const files = new Map<FileNode, string>();
    const lay = (folder: FolderNode, at: string): void => {
      for (const [name, node] of entriesOf(folder)) {
        const path = join(at, name);
        if (node instanceof FolderNode) {
          mkdirSync(path);
          lay(node, path);
        } else if (node.target !== null) symlinkSync(node.target, path);
        else if (files.has(node)) linkSync(files.get(node)!, path); // it has it
        else {
          writeFileSync(path, apply(node.flushed, node.pending.flatMap((write) => survivors(write, chance, random))));
          if (node.mtime > 0) utimesSync(path, node.mtime, node.mtime);
          files.set(node, path);
        }
      }
    };
    rmSync(this.#root, { recursive: true });
    mkdirSync(this.#root);
    lay(this.#top, this.#root);
  }

  #name(names: readonly (readonly [path: string, node: FileNode | FolderNode | null])[]): void {
    const entries = names.map(([path, node]) => ({ folder: this.#folder(dirname(path)), name: basename(path), node }));
    for (const { folder, name, node } of entries) set(folder.now, name, node);
    this.#namings.push({ seq: this.#seq++, entries });
  }

  #find(path: string): FileNode | FolderNode | null {
    let node: FileNode | FolderNode | undefined = this.#top;
    for (const name of relative(this.#root, path).split(sep).filter(Boolean)) {
      if (!(node instanceof FolderNode)) return null;
      node = node.now.get(name);
    }
    return node ?? null;
  }

  #file(path: string): FileNode {
    const node = this.#find(path);
    if (!(node instanceof FileNode)) throw new Error(`expected a file at ${path}`);
    return node;
  }

  #folder(path: string): FolderNode {
    const node = this.#find(path);
    if (!(node instanceof FolderNode)) throw new Error(`expected a folder at ${path}`);
    return node;
  }
}

function fill(folder: FolderNode, path: string): void {
  for (const name of readdirSync(path)) {
    const at = join(path, name);
    const stats = lstatSync(at);
    const node = stats.isDirectory() ? new FolderNode() : stats.isSymbolicLink() ? new FileNode(undefined, 0, readlinkSync(at)) : new FileNode(readFileSync(at), stats.mtimeMs / 1000);
    if (node instanceof FolderNode) fill(node, at);
    folder.flushed.set(name, node);
    folder.now.set(name, node);
  }
}

function set(names: Map<string, FileNode | FolderNode>, name: string, node: FileNode | FolderNode | null): void {
  if (node === null) names.delete(name);
  else names.set(name, node);
}

/** What of one write reached the disk: all, nothing, or some of its sectors. */
function survivors(write: Write, chance: number, random: () => number): Write[] {
  if (random() >= chance) return [];
  if (!('bytes' in write) || write.bytes.length <= SECTOR || random() < 0.8) return [write];
  const sectors: Write[] = [];
  for (let at = 0; at < write.bytes.length; at += SECTOR) if (random() < 0.5) sectors.push({ seq: write.seq, at: write.at + at, bytes: write.bytes.subarray(at, at + SECTOR) });
  return sectors;
}

function apply(content: Buffer, writes: readonly Write[]): Buffer {
  if (writes.length === 0) return content;
  const most = writes.reduce((size, write) => Math.max(size, 'bytes' in write ? write.at + write.bytes.length : write.length), content.length);
  const all = Buffer.alloc(most);
  content.copy(all);
  let size = content.length;
  for (const write of writes) {
    if ('bytes' in write) {
      write.bytes.copy(all, write.at);
      size = Math.max(size, write.at + write.bytes.length);
    } else {
      if (write.length < size) all.fill(0, write.length, size);
      size = write.length;
    }
  }
  return all.subarray(0, size);
}
