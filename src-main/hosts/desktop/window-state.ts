// The window's size, position and whether it was maximised, in a small file in the data folder.
// No Electron here: displays are passed as rectangles.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { writeWholeSync } from '../../store/whole-file.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowState {
  /** `null` lets the system choose. */
  readonly place: { readonly x: number; readonly y: number } | null;
  readonly width: number;
  readonly height: number;
  readonly maximised: boolean;
}

export const smallest = { width: 640, height: 480 } as const;
const preferred = { width: 1280, height: 860 } as const;
// how much of the title bar is needed to drag the window back
const grip = { width: 120, height: 40 } as const;

const schema = z.object({ x: z.int(), y: z.int(), width: z.int().min(1), height: z.int().min(1), maximised: z.boolean() });
const fileOf = (dataFolder: string): string => join(dataFolder, 'window.json');

/** The state saved in `dataFolder`, made to fit `displays` (work areas); the preferred size if none can be read. */
export function readWindowState(dataFolder: string, displays: readonly Rectangle[]): WindowState {
  let saved: z.infer<typeof schema>;
  try {
    saved = schema.parse(JSON.parse(readFileSync(fileOf(dataFolder), 'utf8')));
  } catch {
    // absent at the first start; any other problem is not worth a message, as only the window's position is lost
    return { place: null, ...fit(preferred, displays[0]), maximised: false };
  }
  const display = displays.find((area) => showsGrip(saved, area));
  const place = display ? { x: saved.x, y: saved.y } : null;
  return { place, ...fit(saved, display ?? displays[0]), maximised: saved.maximised };
}

/** Saves `bounds` (those of the window when not maximised), atomically. */
export function writeWindowState(dataFolder: string, bounds: Rectangle, maximised: boolean): void {
  const { x, y, width, height } = bounds;
  mkdirSync(dataFolder, { recursive: true });
  writeWholeSync(fileOf(dataFolder), [`${JSON.stringify({ x, y, width, height, maximised })}\n`]);
}

function fit({ width, height }: { width: number; height: number }, area: Rectangle | undefined): { width: number; height: number } {
  return {
    width: Math.max(smallest.width, Math.min(width, area?.width ?? width)),
    height: Math.max(smallest.height, Math.min(height, area?.height ?? height))
  };
}

function showsGrip({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const across = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return across >= grip.width && y >= area.y && y + grip.height <= area.y + area.height;
}
