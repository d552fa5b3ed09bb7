// Where the user is: which screen, which group or album, which photo is open. It rides on the browser's history, so that its Back works
// and a reload stays where it was. The history answers late: what the user does is done here at once, and the history follows.

import type { AlbumId } from '../../src-shared/albums/album.ts';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import { areItems, type LikeItem } from './like-item.ts';

export type Screen = 'groups' | 'group' | 'singles' | 'all' | 'new' | 'duplicates' | 'review' | 'learn' | 'map' | 'albums' | 'album' | 'answers' | 'problems' | 'filed' | 'alike';

export interface Place {
  readonly screen: Screen;
  /** On `group` alone. */
  readonly group: GroupId | null;
  /** The photo that is open large. */
  readonly photo: PhotoId | null;
  /** What to leaf through from there, on a screen that shows several lists of photos. */
  readonly among?: readonly PhotoId[];
  /** The set that is open, on `duplicates` alone. */
  readonly set?: string;
  /** On `album` alone. */
  readonly album?: AlbumId;
  /** On `alike` alone: the photo that the others are like. */
  readonly like?: PhotoId;
  /** On `alike` alone, in place of that: everything that the photos are to be like. */
  readonly images?: readonly LikeItem[];
  /** The photo that the open one was reached from, as one that is like it. */
  readonly comparedWith?: PhotoId;
}

/** How long the history may take to go back; where it arrives after that, the user is. */
const LATEST_MS = 3000;
/** Places that follow each other faster are told as one: browsers ignore what is told more than 200 times in ten seconds. */
const APART_MS = 100;

const home: Place = { screen: 'groups', group: null, photo: null };
const screens: readonly Screen[] = ['groups', 'group', 'singles', 'all', 'new', 'duplicates', 'review', 'learn', 'map', 'albums', 'album', 'answers', 'problems', 'filed', 'alike'];

export class Places {
  #place = $state.raw<Place>(home);
  /** The places from home to here; of those before a reload only the history knows. Where the last is one of them, it is being gone to. */
  #trail: (Place | undefined)[] = [];
  /** The same as the history has it: ahead while it goes back. */
  #told: (Place | undefined)[] = [];
  /** When the history was asked to go back, until it arrives: asked again before that, it could lead out of the app. */
  #asked: number | null = null;
  #replacedAt = -Infinity;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #history: Pick<History, 'pushState' | 'replaceState' | 'back' | 'state'>;
  readonly #scrolls = new Map<string, number>();
  readonly #focused = new Map<string, PhotoId>();
  #lastGroup: GroupId | null = null;

  constructor(history: Pick<History, 'pushState' | 'replaceState' | 'back' | 'state'>) {
    this.#history = history;
    this.arrive(history.state);
  }

  get now(): Place {
    return this.#place;
  }

  /** The group that was opened last; `null` where none was since home. */
  get lastGroup(): GroupId | null {
    return this.#lastGroup;
  }

  show(screen: Exclude<Screen, 'group' | 'album' | 'alike'>): void {
    if (screen === this.#place.screen && this.#place.photo === null && this.#place.set === undefined) return;
    this.#push({ screen, group: null, photo: null });
  }

  /** `photo`: the one of it that the user asked about, which gets the focus. */
  openGroup(group: GroupId, photo?: PhotoId): void {
    this.#lastGroup = group;
    if (photo !== undefined) {
      this.#scrolls.delete(`group ${group}`);
      this.keepFocus(`group ${group}`, photo);
    }
    this.#push({ screen: 'group', group, photo: null });
  }

  openAlbum(album: AlbumId): void {
    this.#push({ screen: 'album', group: null, photo: null, album });
  }

  /** The photos most like one, as a screen of their own. */
  openAlike(like: PhotoId): void {
    this.#push({ screen: 'alike', group: null, photo: null, like });
  }

  /** The photos most like any of these. */
  openLike(images: readonly LikeItem[]): void {
    this.#push({ screen: 'alike', group: null, photo: null, images });
  }

  /** The same about others: Back leads past both. */
  turnToLike(images: readonly LikeItem[]): void {
    this.#replace({ screen: 'alike', group: null, photo: null, images });
  }

  openSet(set: string): void {
    this.#push({ screen: 'duplicates', group: null, photo: null, set });
  }

  /** Another set in the place of the open one: Back leads past both. */
  turnToSet(set: string): void {
    this.#replace({ ...this.#place, set });
  }

  openPhoto(photo: PhotoId, among?: readonly PhotoId[]): void {
    const { comparedWith: _, ...place } = this.#place;
    this.#push({ ...place, photo, ...(among && { among }) });
  }

  /** Another photo in the place of the open one: Back leads past both. `comparedWith`: it was reached as one that is like that photo. */
  turnTo(photo: PhotoId, comparedWith?: PhotoId): void {
    const { comparedWith: _, ...place } = this.#place;
    this.#replace({ ...place, photo, ...(comparedWith !== undefined && { comparedWith }) });
  }

  /** The group's photos now stand in another one. */
  follow(group: GroupId): void {
    this.#lastGroup = group;
    this.#replace({ ...this.#place, group });
  }

  /** To where the user came from; from an inner place reached directly, to its outer one. */
  back(): void {
    this.settle();
    if (this.#trail.length > 1) {
      this.#trail.pop();
      this.#place = this.#trail.at(-1) ?? this.#place; // shown until the history says what was before it
      this.#tell();
    } else if (this.#trail[0] === undefined && this.#isGoing()) return;
    else if (this.#place.photo !== null) this.#replace({ ...this.#place, photo: null });
    else this.#replace(outerOf(this.#place));
  }

  goHome(): void {
    this.#scrolls.clear();
    this.#focused.clear();
    this.#lastGroup = null;
    this.#trail = [home]; // what was before it is of another library, or of another lens
    this.#place = home;
    this.#tell();
  }

  /** What the history says after Back, Forward or a reload. */
  arrive(state: unknown): void {
    const { place, depth } = readState(state);
    const here = this.#told[depth] ?? place;
    this.#told.length = depth;
    this.#told.push(here);
    const asked = this.#isGoing();
    this.#asked = null;
    if (asked && depth < this.#trail.length) this.#trail[depth] ??= here;
    const wanted = this.#trail.at(-1);
    if (asked && (wanted !== undefined || depth >= this.#trail.length)) {
      this.#place = wanted ?? this.#place;
      this.#tell();
    } else {
      this.#trail = [...this.#told];
      this.#place = here;
    }
  }

  /** Tells the history at once what it is to be told soon: the page may be left. */
  settle(): void {
    this.#replacedAt = -Infinity;
    if (this.#later !== undefined) this.#tell();
  }

  /** Whether the screen was left before. */
  hasScroll(key: string): boolean {
    return this.#scrolls.has(key);
  }

  /** How far a screen was scrolled when it was left. */
  scrollOf(key: string): number {
    return this.#scrolls.get(key) ?? 0;
  }

  keepScroll(key: string, top: number): void {
    this.#scrolls.set(key, top);
  }

  /** The photo that had the focus on a screen when it was left. */
  focusOf(key: string): PhotoId | null {
    return this.#focused.get(key) ?? null;
  }

  keepFocus(key: string, photo: PhotoId): void {
    this.#focused.set(key, photo);
  }

  #push(place: Place): void {
    this.#place = place;
    this.#trail.push(place);
    this.#tell();
  }

  #replace(place: Place): void {
    if (this.#trail.at(-1) === undefined) return this.#push(place); // what it would take the place of was left already
    this.#place = place;
    this.#trail[this.#trail.length - 1] = place;
    this.#tell();
  }

  /** Brings the history to where the user is: back as far as it differs, then on. */
  #tell(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    if (this.#asked !== null) return; // it goes on when the history arrives
    const [trail, told] = [this.#trail, this.#told];
    if (told.length > trail.length || told.slice(0, -1).some((place, depth) => place !== trail[depth])) {
      this.#asked = performance.now();
      this.#history.back();
      return;
    }
    const depth = told.length - 1;
    if (told[depth] !== trail[depth]) {
      const wait = this.#replacedAt + APART_MS - performance.now();
      if (wait > 0 && trail.length === told.length) return void (this.#later = setTimeout(() => this.#tell(), wait));
      this.#replacedAt = performance.now();
      this.#history.replaceState({ place: trail[depth], depth }, '');
    }
    for (let next = told.length; next < trail.length; next++) this.#history.pushState({ place: trail[next], depth: next }, '');
    this.#told = [...trail];
  }

  #isGoing(): boolean {
    return this.#asked !== null && performance.now() - this.#asked < LATEST_MS;
  }
}

function outerOf({ set, album }: Place): Place {
  if (set === undefined && album === undefined) return home;
  return { screen: set === undefined ? 'albums' : 'duplicates', group: null, photo: null };
}

function readState(state: unknown): { place: Place; depth: number } {
  if (typeof state !== 'object' || state === null || !('place' in state)) return { place: home, depth: 0 };
  const { place, depth } = state as { place: Partial<Place>; depth?: unknown }; // written above, or by an earlier version
  const screen = screens.find((known) => known === place.screen);
  if (!screen || (screen === 'group' && typeof place.group !== 'number') || (screen === 'album' && typeof place.album !== 'number') || (screen === 'alike' && typeof place.like !== 'number' && !areItems(place.images))) return { place: home, depth: 0 };
  const inner = { ...(place.among && { among: place.among }), ...(typeof place.set === 'string' && { set: place.set }), ...(screen === 'album' && { album: place.album! }), ...(screen === 'alike' && (typeof place.like === 'number' ? { like: place.like } : { images: place.images! })), ...(typeof place.comparedWith === 'number' && { comparedWith: place.comparedWith }) }; // numbers, as above
  return { place: { screen, group: place.group ?? null, photo: place.photo ?? null, ...inner }, depth: typeof depth === 'number' ? depth : 0 };
}
