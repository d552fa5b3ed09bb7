// How many columns of equal cells make them largest on a stage. Numbers in, numbers out.

export interface Stage {
  readonly width: number;
  readonly height: number;
}

export interface SheetGrid {
  readonly columns: number;
  /** Width of a cell, in pixels, 1 or more. */
  readonly width: number;
  readonly height: number;
}

/** Width to height of a cell. */
const RATIO = 4 / 3;

/** `parts`: how many photos each part has; the parts lie side by side, and their cells are equally large. `between`: pixels between two parts. */
export function layParts(parts: readonly number[], { width, height }: Stage, { gap = 8, between = 0, largest = 360 } = {}): readonly SheetGrid[] {
  const room = width - between * (parts.length - 1);
  const all = parts.reduce((sum, count) => sum + count, 0);
  let best: readonly SheetGrid[] = parts.map(() => ({ columns: 1, width: 1, height: 1 / RATIO }));
  // with so many rows every part needs this many columns
  for (let rows = 1; rows <= all; rows++) {
    const columns = parts.map((count) => Math.max(1, Math.ceil(count / rows)));
    const across = columns.reduce((sum, count) => sum + count, 0);
    const cell = Math.min(largest, (room - gap * (across - parts.length)) / across, ((height - gap * (rows - 1)) / rows) * RATIO);
    if (cell > best[0]!.width) best = columns.map((count) => ({ columns: count, width: cell, height: cell / RATIO }));
  }
  return best;
}

/** The place that a key leads to from `place`, in parts that lie side by side and are read row by row; `place` itself at an edge. */
export function step(place: number, key: 'left' | 'right' | 'up' | 'down', parts: readonly { readonly count: number; readonly columns: number }[]): number {
  let start = 0;
  const part = parts.findIndex(({ count }) => {
    if (place < start + count) return true;
    start += count;
    return false;
  });
  const { count, columns } = parts[part]!;
  const [at, last] = [place - start, start + count - 1];
  if (key === 'up') return at >= columns ? place - columns : place;
  if (key === 'down') return Math.floor(at / columns) < Math.floor((count - 1) / columns) ? Math.min(last, place + columns) : place;
  const all = parts.reduce((sum, each) => sum + each.count, 0);
  return key === 'left' ? Math.max(0, place - 1) : Math.min(all - 1, place + 1);
}
