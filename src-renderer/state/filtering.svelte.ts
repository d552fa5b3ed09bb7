// The filter of the open library, the same on every screen: what is typed, what was chosen, and which photos that leaves. Marks are looked at
// here, so that a mark given under a filter counts at once; everything else is asked of the main side.

import type { FindingChoices, LensId, LibraryBridge, PhotoId } from '../../src-shared/contract.ts';
import { type Condition, type Filter, MOST_PARTS, negated, type Part } from '../../src-shared/finding/filter.ts';
import { parseQuery } from '../../src-shared/finding/parse.ts';
import type { AlbumId } from '../../src-shared/ids.ts';
import { asksForMarks, wantsMark } from '../../src-shared/marks/wish.ts';
import { type Kept, NOTHING_KEPT } from './kept-filter.ts';
import { MarkFilter } from './mark-filter.svelte.ts';
import type { Photos } from './photos.ts';

export interface FilteringOptions {
  readonly bridge: Pick<LibraryBridge, 'request' | 'on'>;
  readonly lensId: () => LensId;
  readonly photos: () => Photos;
  readonly marks: { packed(id: number): number };
  readonly albums: () => readonly { readonly id: AlbumId; readonly name: string }[];
  readonly onFailure: (error: unknown) => void;
  /** What was on before the page was loaded again, and where what is on now is kept. */
  readonly kept?: { read(): Kept; write(kept: Kept): void };
  /** How long a pause in typing is. */
  readonly pauseMs?: number;
}

export class Filtering {
  /** Wishes for marks, as they are switched on and off. */
  readonly marks: MarkFilter;
  #chosen = $state.raw<readonly Part[]>([]);
  #typed = $state('');
  /** What the main side found; `null` where it is not asked, or did not answer yet. */
  #found = $state.raw<Uint32Array | null>(null);
  #busy = $state(false);
  #choices = $state.raw<FindingChoices | null>(null);
  readonly #options: FilteringOptions;
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  /** The conditions that were asked for last, as JSON. */
  #sent = '[]';
  #closed = false;

  readonly #read = $derived.by(() => this.#parse());
  readonly #parts = $derived([...this.#chosen, ...this.#read].slice(0, MOST_PARTS));
  readonly #photos = $derived.by(() => this.#matching());
  readonly #mask = $derived.by(() => maskOf(this.#photos));

  constructor(options: FilteringOptions) {
    this.#options = options;
    const { chosen, typed, wish } = options.kept?.read() ?? NOTHING_KEPT;
    [this.#chosen, this.#typed] = [chosen, typed];
    this.marks = new MarkFilter(wish, () => this.#keep());
    this.#stop = options.bridge.on('finding.changed', () => {
      if (this.#choices !== null) void this.readChoices();
      if (this.#isAsked) void this.#ask();
    });
    if (this.#isAsked) this.#changed();
    if (typed !== '') void this.readChoices(); // what is typed is read by them
  }

  /** What stands in the search box. */
  get typed(): string { return this.#typed; }
  /** What was chosen, or typed and taken over, in that order. */
  get chosen(): readonly Part[] { return this.#chosen; }
  /** All conditions but the switched marks: also those that are being typed. */
  get parts(): readonly Part[] { return this.#parts; }
  /** Whether the photos of what was asked last are still on their way. */
  get busy(): boolean { return this.#busy; }
  /** `null` until read. */
  get choices(): FindingChoices | null { return this.#choices; }

  get isOn(): boolean {
    return this.#parts.length > 0 || this.marks.isOn;
  }

  /** Everything that is asked for. */
  get filter(): Filter {
    const { wish } = this.marks;
    return { parts: asksForMarks(wish) ? [...this.#parts, { kind: 'marks', wish }] : this.#parts };
  }

  /** Ids of the photos that the filter leaves, newest first; `null` where none is on, or while its first answer is on its way. */
  get photos(): Uint32Array | null { return this.#photos; }

  /** Whether the filter leaves a photo. */
  has(id: number): boolean {
    return this.#mask === null || this.#mask[id] === 1;
  }

  /** Those of the photos that the filter leaves, in the same order; the same list where none is on. */
  of(ids: Uint32Array): Uint32Array {
    const mask = this.#mask; // looked up once, not for each of 100,000 photos
    return mask === null ? ids : ids.filter((id) => mask[id] === 1);
  }

  type(text: string): void {
    this.#typed = text;
    this.#changed(this.#options.pauseMs ?? 120);
  }

  /** What is typed becomes chosen. */
  take(): void {
    if (this.#read.length === 0) return;
    this.#chosen = this.#parts;
    this.#typed = '';
    this.#keep();
  }

  remove(part: Part): void {
    this.#chosen = this.#chosen.filter((each) => each !== part);
    this.#changed();
  }

  /** Turns a condition into its opposite. */
  turn(part: Part): void {
    this.#chosen = this.#chosen.map((each) => (each === part ? negated(part) : each));
    this.#changed();
  }

  /** The chosen condition of a kind that is not negated. */
  of1<K extends Condition['kind']>(kind: K, like: (part: Extract<Condition, { kind: K }>) => boolean = () => true): Extract<Part, { kind: K }> | undefined {
    return this.#chosen.find((part): part is Extract<Part, { kind: K }> => part.kind === kind && part.not !== true && like(part as Extract<Condition, { kind: K }>)); // of that kind
  }

  /** Puts a condition in the place of another one, or behind the others; `null` takes it away. */
  put(before: Part | undefined, part: Part | null): void {
    const at = before === undefined ? -1 : this.#chosen.indexOf(before);
    const kept = this.#chosen.filter((each) => each !== before);
    if (part !== null) kept.splice(at < 0 ? kept.length : at, 0, part);
    this.#chosen = kept;
    this.#changed();
  }

  clear(): void {
    this.#chosen = [];
    this.#typed = '';
    this.marks.clear();
    this.#changed();
  }

  /** Asks again where what is typed reads otherwise now: what there is to choose from, or the albums, were read since. */
  look(): void {
    if (!this.#closed && JSON.stringify(this.#wanted) !== this.#sent) this.#changed();
  }

  /** Reads what there is to choose from. */
  async readChoices(): Promise<void> {
    try {
      this.#choices = await this.#options.bridge.request('finding.choices', null);
      this.look();
    } catch (error) {
      if (!this.#closed) this.#options.onFailure(error);
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stop();
  }

  #parse(): readonly Part[] {
    const { cameras = [], formats = [] } = this.#choices ?? {};
    return parseQuery(this.#typed, { cameras: cameras.map(({ name }) => name), formats: formats.map(({ name }) => name), albums: this.#options.albums() });
  }

  /** What the main side is to look at. */
  get #wanted(): readonly Part[] {
    return this.#parts.filter(({ kind }) => kind !== 'marks');
  }

  get #isAsked(): boolean {
    return this.#wanted.length > 0;
  }

  #keep(): void {
    this.#options.kept?.write({ chosen: this.#chosen, typed: this.#typed, wish: this.marks.wish });
  }

  #changed(pauseMs = 0): void {
    this.#keep();
    clearTimeout(this.#timer);
    this.#asked++; // what is on its way is no answer to this
    this.#sent = JSON.stringify(this.#wanted);
    if (!this.#isAsked) {
      this.#found = null;
      this.#busy = false;
      return;
    }
    this.#busy = true;
    this.#timer = setTimeout(() => void this.#ask(), pauseMs);
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    this.#busy = true;
    const parts = this.#wanted;
    this.#sent = JSON.stringify(parts);
    try {
      const found = await this.#options.bridge.request('photos.find', { filter: { parts }, lensId: this.#options.lensId() });
      if (asked === this.#asked && !this.#closed) this.#found = found;
    } catch (error) {
      if (asked === this.#asked && !this.#closed) this.#options.onFailure(error);
    } finally {
      if (asked === this.#asked) this.#busy = false;
    }
  }

  #matching(): Uint32Array | null {
    const { photos, marks } = this.#options;
    const wishes = this.filter.parts.filter((part) => part.kind === 'marks');
    if (this.#found === null && (wishes.length === 0 || this.#isAsked)) return null;
    const ids = this.#found ?? photos().byTime;
    return wishes.length === 0 ? ids : ids.filter((id) => wishes.every(({ wish, not }) => wantsMark(wish, marks.packed(id)) !== (not === true)));
  }
}

/** 1 at the id of each photo. */
function maskOf(ids: Uint32Array | null): Uint8Array | null {
  if (ids === null) return null;
  let highest = 0;
  for (const id of ids) if (id > highest) highest = id;
  const mask = new Uint8Array(highest + 1);
  for (const id of ids) mask[id] = 1;
  return mask;
}

/** The photos of a list that are found, as ids. */
export function foundAmong(photos: readonly PhotoId[], filter: Pick<Filtering, 'has'>): boolean {
  return photos.some((id) => filter.has(id));
}
