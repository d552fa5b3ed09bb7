// What pointer and keys mean on a plane: moving and zooming it, pointing at a photo, and drawing around some. Knows no photos: rows of points
// come in and go out.

import { type Camera, fitTo, boxOf, panBy, type Size, toWorld, zoomAt } from './camera.ts';
import type { PointIndex } from './point-index.ts';

export const TOOLS = ['move', 'lasso', 'box', 'brush'] as const;
export type Tool = (typeof TOOLS)[number];
export type How = 'replace' | 'add' | 'remove';

export interface GesturesOptions {
  readonly index: () => PointIndex;
  readonly tool: () => Tool;
  /** The row whose picture lies under a place of the screen, if pictures are shown; -1 where there is none. */
  readonly pictureAt: (x: number, y: number) => number;
  readonly onSelect: (rows: readonly number[], how: How) => void;
  /** Clicked, with Ctrl or Shift held or not. */
  readonly onPick: (row: number, more: boolean) => void;
  readonly onNothing: () => void;
  readonly onOpen: (row: number) => void;
  /** World units that a view of everything shows at least. */
  readonly least?: () => number;
  /** Pixels on the left that something lies over. */
  readonly covered?: () => number;
}

/** Pixels around the pointer in which a point counts as pointed at. */
const REACH = 14;
export const BRUSH = 26;
const CLICK = 4;
const STEP = 90;

export class PlaneGestures {
  camera = $state.raw<Camera>({ x: 0, y: 0, scale: 1 });
  size = $state.raw<Size>({ width: 0, height: 0 });
  /** The row pointed at; -1 for none. */
  hovered = $state(-1);
  /** What is being drawn, in pixels, x and y one after the other. */
  line = $state.raw<readonly number[]>([]);
  pointer = $state.raw<readonly [number, number] | null>(null);
  /** Whether keys move it, so that the middle is what is pointed at. */
  byKeys = $state(false);
  readonly #options: GesturesOptions;
  readonly #fingers = new Map<number, readonly [number, number]>();
  /** The camera that showed everything last. */
  #all: Camera | null = null;
  #from: readonly [number, number] | null = null;
  #moved = false;
  #how: How = 'replace';
  #brushed = new Set<number>();

  constructor(options: GesturesOptions) {
    this.#options = options;
  }

  get fit(): Camera {
    return fitTo(boxOf(this.#options.index().positions), this.size, this.#options.least?.() ?? 1e-3, this.size.width > 1000 ? (this.#options.covered?.() ?? 0) : 0);
  }

  showAll(): void {
    this.camera = this.#all = this.fit;
  }

  /** Of the window; what showed everything still does. */
  resize(size: Size): void {
    this.size = size;
    if (this.camera === this.#all) this.showAll();
  }

  zoom(factor: number, place: readonly [number, number] = [this.size.width / 2, this.size.height / 2]): void {
    this.camera = zoomAt(this.camera, this.size, place, factor, this.fit);
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    this.zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0018)), placeOf(event));
    this.#point(placeOf(event));
  }

  down(event: PointerEvent): void {
    if (event.button > 1) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId); // the element that listens
    const place = placeOf(event);
    this.#fingers.set(event.pointerId, place);
    this.byKeys = false;
    this.#from = place;
    this.#moved = false;
    this.#how = event.altKey ? 'remove' : event.shiftKey || event.ctrlKey || event.metaKey ? 'add' : 'replace';
    this.#brushed = new Set();
    this.line = [];
  }

  move(event: PointerEvent): void {
    const place = placeOf(event);
    const before = this.#fingers.get(event.pointerId);
    this.pointer = place;
    if (!before || !this.#from) return this.#point(place);
    const others = [...this.#fingers].filter(([finger]) => finger !== event.pointerId);
    this.#fingers.set(event.pointerId, place);
    if (others[0]) return this.#pinch(before, place, others[0][1]);
    if (!this.#moved && Math.hypot(place[0] - this.#from[0], place[1] - this.#from[1]) < CLICK) return;
    this.#moved = true;
    this.hovered = -1;
    if (this.#draws(event)) this.#draw(place);
    else this.camera = panBy(this.camera, place[0] - before[0], place[1] - before[1]);
  }

  up(event: PointerEvent): void {
    const wasDown = this.#fingers.delete(event.pointerId);
    if (!wasDown || this.#fingers.size > 0 || !this.#from) return;
    const place = placeOf(event);
    if (this.#moved && this.line.length > 0) this.#finish();
    else if (!this.#moved) {
      const row = this.#rowAt(place);
      if (row >= 0) this.#options.onPick(row, this.#how !== 'replace');
      else this.#options.onNothing();
    }
    this.#from = null;
    this.line = [];
    this.#point(place);
  }

  /** Drawing or moving was broken off. */
  lost(): void {
    this.#fingers.clear();
    this.#from = null;
    this.line = [];
  }

  leave(): void {
    this.pointer = null;
    if (!this.byKeys) this.hovered = -1;
  }

  twice(event: MouseEvent): void {
    const row = this.#rowAt(placeOf(event));
    if (row >= 0) this.#options.onOpen(row);
  }

  /** Whether the key meant something. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] };
    const move = moves[event.key];
    if (move) this.camera = panBy(this.camera, ...move);
    else if (event.key === '+' || event.key === '=') this.zoom(1.4);
    else if (event.key === '-' || event.key === '_') this.zoom(1 / 1.4);
    else if (event.key === '0') this.showAll();
    else if (event.key === 'Enter' && this.hovered >= 0) this.#options.onOpen(this.hovered);
    else if (event.key === ' ' && this.hovered >= 0) this.#options.onPick(this.hovered, true);
    else return false;
    if (event.key !== 'Enter' && event.key !== ' ') {
      this.byKeys = true;
      this.#point([this.size.width / 2, this.size.height / 2], Math.min(this.size.width, this.size.height) / 3);
    }
    return true;
  }

  #draws(event: PointerEvent): boolean {
    // Shift always draws, so that no tool has to be chosen first
    return event.buttons === 1 && (this.#options.tool() !== 'move' || event.shiftKey);
  }

  get #tool(): Exclude<Tool, 'move'> {
    const tool = this.#options.tool();
    return tool === 'move' ? 'lasso' : tool;
  }

  #draw(place: readonly [number, number]): void {
    const from = this.#from!;
    if (this.#tool === 'box') this.line = [from[0], from[1], place[0], from[1], place[0], place[1], from[0], place[1]];
    else if (this.#tool === 'lasso') this.line = this.line.length === 0 ? [...from, ...place] : [...this.line, ...place];
    else {
      this.line = [...place];
      const [x, y] = toWorld(this.camera, this.size, place);
      const fresh = this.#options.index().within(x, y, BRUSH / this.camera.scale).filter((row) => !this.#brushed.has(row));
      if (this.#brushed.size === 0 && this.#how === 'replace' && fresh.length > 0) this.#options.onSelect(fresh, 'replace');
      else if (fresh.length > 0) this.#options.onSelect(fresh, this.#how === 'remove' ? 'remove' : 'add');
      for (const row of fresh) this.#brushed.add(row);
    }
  }

  #finish(): void {
    if (this.#tool === 'brush') return;
    const line: number[] = [];
    for (let at = 0; at < this.line.length; at += 2) line.push(...toWorld(this.camera, this.size, [this.line[at]!, this.line[at + 1]!]));
    this.#options.onSelect(this.#options.index().inLine(line), this.#how);
  }

  #pinch(before: readonly [number, number], now: readonly [number, number], other: readonly [number, number]): void {
    const apart = (place: readonly [number, number]): number => Math.max(1, Math.hypot(place[0] - other[0], place[1] - other[1]));
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2] as const;
    this.#moved = true;
    this.camera = panBy(this.camera, (now[0] - before[0]) / 2, (now[1] - before[1]) / 2);
    this.zoom(apart(now) / apart(before), middle);
  }

  #point(place: readonly [number, number], reach = REACH): void {
    this.hovered = this.#rowAt(place, reach);
  }

  #rowAt(place: readonly [number, number], reach = REACH): number {
    const picture = this.#options.pictureAt(...place);
    if (picture >= 0) return picture;
    const [x, y] = toWorld(this.camera, this.size, place);
    return this.#options.index().nearest(x, y, reach / this.camera.scale);
  }
}

function placeOf(event: MouseEvent): readonly [number, number] {
  const { left, top } = (event.currentTarget as Element).getBoundingClientRect(); // the element that listens
  return [event.clientX - left, event.clientY - top];
}
