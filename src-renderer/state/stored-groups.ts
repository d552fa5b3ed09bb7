// The stored side of the groups on the screen: written once things are quiet, one write after the other, and never over what another page
// wrote since: that is taken over first, and what the user said here is said again on top of it.

import type { Failure, GroupsRequest, LensId, LibraryBridge, PhotoId, Renamed, SavedColumns } from '../../src-shared/contract.ts';
import { nameColumns } from '../../src-shared/desk/naming.ts';

export interface StoredGroupsOptions {
  readonly bridge: Pick<LibraryBridge, 'request'>;
  readonly lensId: LensId;
  /** What is to be stored now, without the tree of that name, which is. */
  readonly current: (tree?: string) => Promise<SavedColumns>;
  /** Shows the groups of another page with what was said here. */
  readonly show: (message: GroupsRequest & { readonly kind: 'merge' }) => Promise<unknown>;
  readonly afterMs: number;
  /** A failure that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

export class StoredGroups {
  readonly #options: StoredGroupsOptions;
  /** Of the stored groups that those on the screen were made of; `null` before they were read. */
  #revision: number | null = null;
  #unsaved = false;
  /** Names given here, and whether the slider was moved here, since the last write. */
  #renamed: readonly Renamed[] = [];
  #moved = false;
  /** The name of the tree that was written from here last, until another page writes. */
  #tree: string | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: StoredGroupsOptions) {
    this.#options = options;
  }

  async read(): Promise<SavedColumns> {
    const { bridge, lensId } = this.#options;
    const { revision, ...saved } = await bridge.request('groups.read', { lensId });
    this.#revision = revision;
    this.#tree = undefined;
    return saved;
  }

  /** From here on there is something to store, whatever the desk still does. */
  change(what: { readonly renamed?: Renamed; readonly moved?: boolean } = {}): void {
    if (this.#closed) return;
    this.#unsaved = true;
    if (what.renamed) this.#renamed = [...this.#renamed, what.renamed];
    if (what.moved) this.#moved = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.write().catch((error: unknown) => this.#fail(error)), this.#options.afterMs);
  }

  /** Gives a group its name in what is stored, where there is nothing newer than that here: no points are needed for it. */
  name(renamed: Renamed): Promise<void> {
    return this.#inTurn(async () => {
      const { bridge, lensId } = this.#options;
      for (let written: number | null = null; written === null; ) {
        const { revision, ...saved } = await bridge.request('groups.read', { lensId });
        const grouping = nameColumns(saved, renamed);
        if (!grouping) throw groupGone(`the group of photo ${renamed.photo}`);
        written = await bridge.request('groups.write', { lensId, grouping, revision });
        // what another page stored before is not on the screen yet, and still to be taken over
        if (written !== null && revision === this.#revision) this.#revision = written;
      }
    });
  }

  /** Stores now what is waiting to be stored. */
  write(): Promise<void> {
    return this.#inTurn(async () => {
      clearTimeout(this.#timer);
      if (!this.#unsaved) return;
      this.#unsaved = false;
      try {
        // without anything said here there is nothing to add to what another page stored
        while (!(await this.#writeOnce())) {
          await this.#merge();
          if (this.#renamed.length === 0 && !this.#moved) break;
        }
      } catch (error) {
        this.#unsaved = true;
        throw error;
      }
    });
  }

  /** A page stored this revision, perhaps this one. */
  async take(revision: number): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#revision !== null && revision > this.#revision) await this.#merge();
    }).catch((error: unknown) => this.#fail(error));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  /** Whether it was written: not where another page did since. */
  async #writeOnce(): Promise<boolean> {
    const { bridge, lensId, current } = this.#options;
    const [renamed, moved] = [this.#renamed, this.#moved];
    this.#moved = false;
    const grouping = await current(this.#tree);
    const written = await bridge.request('groups.write', { lensId, grouping, revision: this.#revision ?? 0 });
    if (written === null) this.#moved ||= moved;
    else {
      this.#revision = written;
      if (grouping.settled?.tree) this.#tree = grouping.settled.of;
      this.#renamed = this.#renamed.slice(renamed.length);
    }
    return written !== null;
  }

  async #merge(): Promise<void> {
    await this.read(); // what is written from now on is made of these, or of newer ones
    await this.#options.show({ kind: 'merge', renamed: this.#renamed, keepHeight: this.#moved });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(() => (this.#closed ? undefined : work()));
    this.#turn = done.catch(() => {}); // whoever asked is told
    return done;
  }

  #fail(error: unknown): void {
    if (!this.#closed) this.#options.onFailure(error);
  }
}

/** There is nothing to give the name to. */
export function groupGone(group: string): Error {
  const message = `${group} is not there any more`;
  return new Error(message, { cause: { name: 'Error', code: 'bad-request', message } satisfies Failure });
}

/** The first photo of a group stands for it: on other pages it may have another id. */
export function renaming(photos: ArrayLike<number>, name: string | null): Renamed | undefined {
  const photo = photos[0];
  return photo === undefined ? undefined : { photo: photo as PhotoId, name };
}
