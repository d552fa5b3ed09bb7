// The saved window position, with displays that appear and disappear.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readWindowState, writeWindowState } from '../../../src-main/hosts/desktop/window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };
let data: string;

beforeEach(async () => void (data = await mkdtemp(join(tmpdir(), 'kindred-window-'))));
afterEach(() => rm(data, { recursive: true }));

test('returns what was written, and leaves one file', async () => {
  const folder = join(data, 'new');
  writeWindowState(folder, { x: 1500, y: 40, width: 900, height: 700 }, true);
  expect(readWindowState(folder, [laptop, second])).toEqual({ place: { x: 1500, y: 40 }, width: 900, height: 700, maximised: true });
  expect(await readdir(folder)).toEqual(['window.json']);
});

test('lets the system position a window whose display is gone, at a size that fits', () => {
  writeWindowState(data, { x: 1500, y: 40, width: 1800, height: 1000 }, false);
  expect(readWindowState(data, [laptop])).toEqual({ place: null, width: 1440, height: 875, maximised: false });
});

test('keeps a window that is partly outside only while its title bar can be reached', () => {
  const place = (x: number, y: number) => {
    writeWindowState(data, { x, y, width: 800, height: 600 }, false);
    return readWindowState(data, [laptop]).place;
  };
  expect(place(-600, 30)).toEqual({ x: -600, y: 30 });
  expect(place(-700, 30)).toBeNull();
  expect(place(100, -50)).toBeNull();
  expect(place(100, 880)).toBeNull();
});

test('is never smaller than the usable minimum', () => {
  writeWindowState(data, { x: 0, y: 30, width: 10, height: 10 }, false);
  expect(readWindowState(data, [laptop])).toMatchObject({ width: 640, height: 480 });
});

test.each(['', '{', '{"x":1}', '{"x":"a","y":0,"width":900,"height":700,"maximised":false}'])('starts at the preferred size from an unreadable file: %j', async (text) => {
  await writeFile(join(data, 'window.json'), text);
  expect(readWindowState(data, [laptop])).toEqual({ place: null, width: 1280, height: 860, maximised: false });
});
