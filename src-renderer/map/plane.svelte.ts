// The points of a plane on the screen: where they are and were while they move, which are selected, when to draw again. Joins scene, pictures
// and gestures.

import type { PhotoId } from '../../src-shared/contract.ts';
import { toScreen } from './camera.ts';
import { cssOf } from './palette.ts';
import type { PlaneGestures } from './plane-gestures.svelte.ts';
import { PointIndex } from './point-index.ts';
import { DIMMED, NORMAL, SELECTED } from './point-states.ts';
import type { Scene } from './scene.ts';
import { choose, drawPictures, type Pictures, type PictureStyle, type Shown } from './thumbnails.ts';

/** What the plane shows. */
export interface PlanePoints {
  readonly ids: Uint32Array;
  /** x and y one after the other. */
  readonly positions: Float32Array;
}

const MOVING_MS = 750;
/** Pictures come where about so many points or fewer are in view. */
const PICTURES_FROM = 700;

/** How large points are: larger where there are few of them, or one is near. */
export function pointSize(count: number, zoom: number): number {
  const far = Math.min(9, Math.max(2, 130 / Math.sqrt(Math.max(count, 1)) + 1.4));
  return Math.min(14, far * Math.max(1, zoom) ** 0.35);
}

/** Many points on top of each other show where they are dense by being see-through. */
export function pointOpacity(count: number, zoom: number): number {
  return Math.min(0.92, Math.max(0.3, 1.15 - 0.16 * Math.log10(Math.max(count, 1)) + 0.25 * Math.log10(Math.max(1, zoom))));
}

export class Plane {
  index = $state.raw(new PointIndex(new Float32Array()));
  ids = $state.raw<Uint32Array>(new Uint32Array());
  shown: readonly Shown[] = [];
  #before: Float32Array | null = null;
  #movingSince = -Infinity;
  #rows = new Map<number, number>();

  /** Where each point is from now on; those that were there move, unless motion is unwanted. */
  place({ ids, positions }: PlanePoints, scene: Scene | null, still: boolean): void {
    const [oldRows, old] = [this.#rows, this.index.positions];
    const before = positions.slice();
    let shared = 0;
    if (!still) {
      ids.forEach((id, row) => {
        const was = oldRows.get(id);
        if (was === undefined) return;
        before[2 * row] = old[2 * was]!;
        before[2 * row + 1] = old[2 * was + 1]!;
        shared++;
      });
    }
    this.#rows = new Map(Array.from(ids, (id, row) => [id, row]));
    this.#before = before;
    this.#movingSince = shared > 0 ? performance.now() : -Infinity;
    this.ids = ids;
    this.index = new PointIndex(positions);
    scene?.place(positions, before);
  }

  /** Again on a scene that is new. */
  giveTo(scene: Scene): void {
    scene.place(this.index.positions, this.#before ?? this.index.positions);
  }

  rowOf(id: number): number {
    return this.#rows.get(id) ?? -1;
  }

  idOf(row: number): PhotoId {
    return this.ids[row] as PhotoId; // ids of photos
  }

  /** The states of all points; `wanted` are those that a filter leaves, `null` for all. */
  statesOf(selected: Iterable<number>, wanted: Uint32Array | null): Uint8Array {
    const states = new Uint8Array(this.ids.length).fill(wanted ? DIMMED : NORMAL);
    for (const id of wanted ?? []) {
      const row = this.rowOf(id);
      if (row >= 0) states[row] = NORMAL;
    }
    for (const id of selected) {
      const row = this.rowOf(id);
      if (row >= 0) states[row] = SELECTED;
    }
    return states;
  }

  /** How far points that move have come; 1 when they are there. */
  mixing(now: number): number {
    const share = Math.min(1, (now - this.#movingSince) / MOVING_MS);
    return 1 - (1 - share) ** 3;
  }

  /** Side of pictures in pixels, and how opaque they are: 0 where points are too many. */
  pictures({ camera, fit, size }: PlaneGestures): { readonly side: number; readonly opacity: number } {
    const zoom = camera.scale / fit.scale;
    const inView = this.ids.length / Math.max(1, zoom * zoom);
    const side = Math.min(96, Math.max(52, Math.sqrt((size.width * size.height) / Math.max(inView, 1)) * 0.8));
    return { side, opacity: Math.min(1, Math.max(0, 2 * (1 - inView / PICTURES_FROM))) };
  }

  /** Draws everything; whether something still moves. */
  draw(gestures: PlaneGestures, { scene, context, pictures, marks, style, under }: DrawOptions, now: number): boolean {
    const { camera, size, fit } = gestures;
    const mixing = this.mixing(now);
    const ratio = globalThis.devicePixelRatio || 1;
    const zoom = camera.scale / fit.scale;
    const { side, opacity } = this.pictures(gestures);
    scene?.draw({ camera, size, mixing, point: pointSize(this.ids.length, zoom), opacity: pointOpacity(this.ids.length, zoom) * (under ? 0.6 : 1) });
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    // while points move, pictures would jump
    this.shown = mixing < 1 ? [] : (marks?.(side) ?? (opacity > 0 ? choose(this.index, camera, size, side) : []));
    drawPictures(context, this.shown, pictures, camera, size, { ...style, side: marks ? 56 : side, opacity: marks ? 1 : opacity, idOf: (row) => this.idOf(row) });
    if (gestures.hovered >= 0 && gestures.hovered < this.ids.length) this.#ringAround(context, gestures, style);
    return mixing < 1;
  }

  /** The row whose picture lies there; -1 for none. */
  pictureAt(gestures: PlaneGestures, x: number, y: number, fixed: number | null): number {
    const half = (fixed ?? this.pictures(gestures).side) / 2;
    for (let at = this.shown.length - 1; at >= 0; at--) {
      const { row, x: worldX, y: worldY } = this.shown[at]!;
      const [cx, cy] = toScreen(gestures.camera, gestures.size, [worldX, worldY]);
      if (Math.abs(x - cx) <= half && Math.abs(y - cy) <= half) return row;
    }
    return -1;
  }

  #ringAround(context: CanvasRenderingContext2D, { hovered, camera, size }: PlaneGestures, { accent, ground }: Style): void {
    if (this.shown.some(({ row }) => row === hovered)) return;
    const [x, y] = toScreen(camera, size, [this.index.positions[2 * hovered]!, this.index.positions[2 * hovered + 1]!]);
    for (const [colour, width, radius] of [[ground, 5, 9], [accent, 2.5, 9]] as const) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  }
}

type Style = Omit<PictureStyle, 'side' | 'opacity' | 'idOf'>;

export interface DrawOptions {
  readonly scene: Scene | null;
  readonly context: CanvasRenderingContext2D;
  readonly pictures: Pictures;
  readonly style: Style;
  /** Pictures that stand for several photos, in place of those chosen here. */
  readonly marks: ((side: number) => readonly Shown[]) | null;
  /** Whether something is drawn below the points. */
  readonly under: boolean;
}

/** The colour of a row as CSS. */
export function colourAt(rgb: Uint8Array, row: number): string {
  return cssOf([rgb[3 * row] ?? 128, rgb[3 * row + 1] ?? 128, rgb[3 * row + 2] ?? 128]);
}
