// Counts the photos below a folder, for choosing one: a little with each request, so that it never holds anything up and ends by itself when
// nobody asks any more. Does not look into the files.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PhotosBelow } from '../../src-shared/contract.ts';
import { hasPhotoEnding } from '../photos/formats.ts';
import { NO_MEDIA, ruleOf } from '../photos/skipped.ts';

export interface CountOptions {
  /** How long one request goes on, in milliseconds. */
  readonly sliceMs?: number;
  /** Folders after which it says "at least". */
  readonly most?: number;
  readonly now?: () => number;
}

interface Walk {
  readonly path: string;
  readonly left: string[];
  photos: number;
  folders: number;
  seen: number;
}

export class PhotoCounts {
  /** One per page: another folder takes the place of the one before. */
  readonly #walks = new Map<string, Walk>();
  readonly #sliceMs: number;
  readonly #most: number;
  readonly #now: () => number;

  constructor({ sliceMs = 200, most = 20_000, now = Date.now }: CountOptions = {}) {
    this.#sliceMs = sliceMs;
    this.#most = most;
    this.#now = now;
  }

  /** Goes on for a moment and says how far it is. `path` is absolute. */
  async count(page: string, path: string): Promise<PhotosBelow> {
    let walk = this.#walks.get(page);
    if (walk?.path !== path) {
      walk = { path, left: [path], photos: 0, folders: 0, seen: 0 };
      this.#walks.delete(page);
      this.#walks.set(page, walk);
      // pages come and go: the oldest are forgotten
      for (const old of [...this.#walks.keys()].slice(0, -8)) this.#walks.delete(old);
    }
    const until = this.#now() + this.#sliceMs;
    do await look(walk); // at least one folder, however slow it is
    while (walk.left.length > 0 && walk.seen < this.#most && this.#now() < until);
    const done = walk.left.length === 0 || walk.seen >= this.#most;
    if (done) this.#walks.delete(page);
    return { photos: walk.photos, folders: walk.folders, done, more: walk.left.length > 0 };
  }
}

async function look(walk: Walk): Promise<void> {
  const folder = walk.left.pop()!; // checked before
  walk.seen++;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []); // what cannot be read holds no photo for us; opening it says why
  if (entries.some(({ name }) => name === NO_MEDIA)) return;
  const photos = entries.filter((entry) => entry.isFile() && hasPhotoEnding(entry.name)).length;
  walk.photos += photos;
  if (photos > 0) walk.folders++;
  // links are not followed: they may lead in circles
  for (const entry of entries) if (entry.isDirectory() && ruleOf(entry.name, folder) === null) walk.left.push(join(folder, entry.name));
}
