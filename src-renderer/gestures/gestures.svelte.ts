// Gestures on groups as the screens make them: which groups are picked, what is being dragged, and making the judgments a gesture means.
// Which judgments those are: statements.ts; the app handles the log and contradictions.

import type { Album, AlbumRule } from '../../src-shared/albums/album.ts';
import type { GroupId, PhotoId, Statement } from '../../src-shared/contract.ts';
import { t } from '../messages/messages.svelte.ts';
import { addToAlbum } from '../state/album-changes.ts';
import type { Kindred } from '../state/kindred.svelte.ts';
import type { OpenLibrary } from '../state/open-library.svelte.ts';
import { Slideshow } from '../state/slideshow.svelte.ts';
import { merge, move, split, unrelated } from './statements.ts';

/** What the dialog about albums is open for: to choose one for photos, or to name a new one that holds what a rule gives, or nothing yet. */
export type AlbumWish = { readonly photos: readonly PhotoId[] } | { readonly rule: AlbumRule | null; readonly name: string };

export class Gestures {
  /** In the order they were picked. */
  #picked = $state.raw<ReadonlySet<GroupId>>(new Set());
  /** Where a range of groups starts. */
  #anchor: GroupId | null = null;
  /** The dragged photos, and the group if a whole group is dragged; `null` if nothing is. */
  #dragged = $state.raw<{ readonly photos: readonly PhotoId[]; readonly group: GroupId | null } | null>(null);
  /** The photos that the open dialog moves to another group; `null`: it is closed. */
  moving = $state.raw<readonly PhotoId[] | null>(null);
  /** The open dialog that compares photos, or explains why they are together. */
  asking = $state.raw<{ readonly what: 'compare' | 'why'; readonly photos: readonly PhotoId[] } | null>(null);
  /** A box is being drawn over the open photo, to search by what is in it. */
  drawing = $state(false);
  /** `null`: the dialog about albums is closed. */
  albumWish = $state.raw<AlbumWish | null>(null);
  /** Of the viewer. */
  readonly slideshow = new Slideshow();
  readonly #kindred: Kindred;
  readonly #library: OpenLibrary;

  constructor(kindred: Kindred, library: OpenLibrary) {
    this.#kindred = kindred;
    this.#library = library;
  }

  /** Picked groups that still exist. */
  get picked(): readonly GroupId[] {
    const { table } = this.#library.groups;
    return [...this.#picked].filter((group) => table.placeOf(group) >= 0);
  }

  get pickedPhotos(): readonly PhotoId[] {
    return this.picked.flatMap((group) => Array.from(this.#photos(group)) as PhotoId[]); // groups hold photo ids
  }

  get dragged(): { readonly photos: readonly PhotoId[]; readonly group: GroupId | null } | null {
    return this.#dragged;
  }

  isPicked(group: GroupId): boolean {
    return this.#picked.has(group);
  }

  pick(group: GroupId): void {
    const picked = new Set(this.#picked);
    if (!picked.delete(group)) picked.add(group);
    this.#picked = picked;
    this.#anchor = group;
  }

  /** These and no others, in this order. */
  pickOnly(groups: readonly GroupId[]): void {
    this.#picked = new Set(groups);
    this.#anchor = groups.at(-1) ?? null;
  }

  /** From the group that was picked last to this one, as they stand in `list`; what was picked stays. */
  pickTo(group: GroupId, list: readonly GroupId[]): void {
    const [from, to] = [list.indexOf(this.#anchor ?? group), list.indexOf(group)];
    if (to < 0) return;
    const start = from < 0 ? to : from;
    this.#picked = new Set([...this.#picked, ...list.slice(Math.min(start, to), Math.max(start, to) + 1)]);
    this.#anchor ??= group;
  }

  unpick(): void {
    this.#picked = new Set();
    this.#anchor = null;
  }

  drag(photos: readonly PhotoId[], group: GroupId | null = null): void {
    this.#dragged = { photos, group };
  }

  letGo(): void {
    this.#dragged = null;
  }

  /** Whether files can be dragged to other programs. */
  get canDragOut(): boolean {
    return this.#kindred.description?.host === 'electron';
  }

  async dragOut(photos: readonly PhotoId[]): Promise<void> {
    await this.#kindred.attempt(this.#library.bridge.request('desktop.drag', { ids: photos.slice(0, 1000) }));
  }

  /** Drops what is dragged on a group: a whole group is merged into it, photos move there. */
  async dropOn(group: GroupId): Promise<void> {
    const dragged = this.#dragged;
    this.letGo();
    if (!dragged || dragged.group === group) return;
    if (dragged.group === null) await this.moveTo(group, dragged.photos);
    else await this.#mergeAll([group, dragged.group]);
  }

  /** Drops what is dragged outside all groups. */
  async dropOut(): Promise<void> {
    const dragged = this.#dragged;
    this.letGo();
    if (dragged) await this.splitOff(dragged.photos);
  }

  /** Drops what is dragged on an album, or on the place for a new one (`null`). */
  async dropOnAlbum(album: Album | null): Promise<void> {
    const dragged = this.#dragged;
    this.letGo();
    if (!dragged) return;
    if (album) await addToAlbum(this.#kindred, this.#library, album, dragged.photos);
    else this.albumWish = { photos: dragged.photos };
  }

  /** Adds photos to the album that was used last, or asks to which. */
  async addToLastAlbum(photos: readonly PhotoId[]): Promise<void> {
    const { lastUsed } = this.#library.albums;
    if (lastUsed) await addToAlbum(this.#kindred, this.#library, lastUsed, photos);
    else if (photos.length > 0) this.albumWish = { photos };
  }

  async moveTo(group: GroupId, photos: readonly PhotoId[]): Promise<void> {
    const { table } = this.#library.groups;
    const place = table.placeOf(group);
    if (place < 0) return;
    await this.#say(move(photos, { photos: table.photosAt(place), covers: table.coversAt(place) }, (photo) => this.#library.groupOf(photo)), t('say.moved', { count: photos.length }));
  }

  /** Makes the photos a group of their own. */
  async splitOff(photos: readonly PhotoId[]): Promise<void> {
    await this.#say(split(photos, (photo) => this.#library.groupOf(photo)), t('say.split', { count: photos.length }));
  }

  /** Makes one group of several. */
  mergeGroups(groups: readonly GroupId[]): Promise<void> {
    return this.#mergeAll(groups);
  }

  /** Keeps groups apart from each other. */
  async partGroups(groups: readonly GroupId[]): Promise<void> {
    await this.#say(unrelated(groups.map((group) => this.#photos(group))), t('say.unrelated', { count: groups.length }));
  }

  async #mergeAll(groups: readonly GroupId[]): Promise<void> {
    const one = merge(groups.map((group) => this.#photos(group)));
    await this.#say(one && [one], t('say.merged', { count: groups.length }));
  }

  #photos(group: GroupId): Uint32Array {
    const { table } = this.#library.groups;
    return table.photosAt(table.placeOf(group));
  }

  async #say(statements: readonly Statement[] | null, words: string): Promise<void> {
    if (!statements) return;
    const outcome = await this.#kindred.say(statements, { words });
    if (outcome?.status === 'recorded') this.unpick();
  }
}
