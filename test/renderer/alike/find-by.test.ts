// Searching by images: what is asked of the main side, what is said of files that cannot be searched by, and where it leads.

import { beforeEach, describe, expect, it } from 'vitest';
import { findByFiles, findByPart, leaveOut } from '../../../src-renderer/alike/find-by.ts';
import { Alike } from '../../../src-renderer/state/alike.svelte.ts';
import { areItems, itemsOf, type LikeItem } from '../../../src-renderer/state/like-item.ts';
import { Places } from '../../../src-renderer/state/places.svelte.ts';
import type { LensId, PhotoId, SeenImage } from '../../../src-shared/contract.ts';

const four = new Float32Array(4);
const seen: SeenImage = { status: 'seen', look: { encoder: 'e', embedding: four, colour: four, layout: four, texture: four }, thumbnail: new Uint8Array([1]) };
const photo = 7 as PhotoId;
const photoItem: LikeItem = { kind: 'photo', photo };

let answers: Record<string, () => unknown>;
let asked: [string, unknown][];
let said: string[];
let places: Places;
let alike: Alike;
beforeEach(() => {
  answers = { 'alike.see': () => seen, 'photos.like': () => ({ ids: new Uint32Array([3, 7, 9]), distances: new Float32Array([0, 0, 1]) }) };
  [asked, said] = [[], []];
  places = new Places({ pushState: () => {}, replaceState: () => {}, back: () => places.arrive(null), state: null });
  alike = new Alike({ request: (async (name: string, input: unknown) => (asked.push([name, input]), answers[name]!())) as never }, () => 1 as LensId);
});
const kindred = () => ({ places, toasts: { say: (text: string) => said.push(text) }, attempt: async <T>(work: Promise<T> | undefined) => work }) as unknown as Parameters<typeof findByFiles>[0]; // what they use of it
const file = (name: string, size = 3): File => new File([new Uint8Array(size).fill(1)], name);

describe('files', () => {
  it('are looked at one by one and lead to what is like them, and more of them join those', async () => {
    await findByFiles(kindred(), { alike }, [file('a.jpg'), file('b.jpg')]);
    expect(places.now).toMatchObject({ screen: 'alike', photo: null, images: [{ name: 'a.jpg' }, { name: 'b.jpg' }] });
    await findByFiles(kindred(), { alike }, [file('c.jpg')]);
    expect(places.now.images).toMatchObject([{ name: 'a.jpg' }, { name: 'b.jpg' }, { name: 'c.jpg' }]);
    expect(said).toEqual([]);
    expect(alike.looking).toBe(0);
  });

  it('join the photo that the open screen is about', async () => {
    places.openAlike(photo);
    await findByFiles(kindred(), { alike }, [file('a.jpg')]);
    expect(places.now.images).toMatchObject([photoItem, { name: 'a.jpg' }]);
  });

  it('that are none, empty or too large are named, never sent where they need not be, and lead nowhere', async () => {
    answers['alike.see'] = () => ({ status: 'problem', code: 'not-a-photo' });
    const large = Object.defineProperty(file('large.jpg'), 'size', { value: 50_000_001 });
    const folder = Object.assign(file('folder'), { arrayBuffer: () => Promise.reject(new Error('NotFoundError')) });
    await findByFiles(kindred(), { alike }, [large, file('empty.jpg', 0), folder, file('text.jpg')]);
    expect(said.map((text) => text.split(' ')[0])).toEqual(['large.jpg', 'empty.jpg', 'folder', 'text.jpg']);
    expect(new Set(said).size).toBe(4);
    expect(asked.map(([name]) => name)).toEqual(['alike.see']);
    expect(places.now.screen).toBe('groups');
  });

  it('are at most twelve', async () => {
    await findByFiles(kindred(), { alike }, Array.from({ length: 15 }, (_, at) => file(`${at}.jpg`)));
    expect(places.now.images).toHaveLength(12);
    expect(said).toHaveLength(1);
  });
});

it('a part of a photo is one image of its own', async () => {
  const region = { left: 0, top: 0, width: 0.5, height: 0.5 };
  await findByPart(kindred(), { alike }, photo, region);
  expect(asked).toEqual([['alike.see', { kind: 'part', photo, region }]]);
  expect(places.now.images).toMatchObject([{ kind: 'image', partOf: photo }]);
});

it('what is taken away is no longer searched by, and with the last the screen is left', async () => {
  await findByFiles(kindred(), { alike }, [file('a.jpg'), file('b.jpg')]);
  leaveOut({ places }, places.now.images![0]!);
  expect(places.now.images).toMatchObject([{ name: 'b.jpg' }]);
  leaveOut({ places }, places.now.images![0]!);
  expect(places.now.screen).toBe('groups');
});

it('one photo leads those that are as near; an image of another encoder is outdated; a late reply is dropped', async () => {
  await alike.read([photoItem], null);
  expect([...alike.ids]).toEqual([7, 3, 9]);
  const items: LikeItem[] = [{ kind: 'image', name: 'a', partOf: null, ...(seen) }];
  await alike.read(items, { parts: [] });
  expect(asked.at(-1)).toEqual(['photos.like', { lensId: 1, like: [{ kind: 'image', look: (seen).look }], filter: { parts: [] }, count: 240 }]);
  expect([...alike.ids]).toEqual([3, 7, 9]);
  answers['photos.like'] = () => { throw new Error('no', { cause: { name: 'E', code: 'bad-request', message: 'no' } }); };
  await alike.read(items, null);
  expect([alike.outdated, alike.ids.length, alike.reading]).toEqual([true, 0, false]);
  let answer: (value: unknown) => void = () => {};
  answers['photos.like'] = () => new Promise((resolve) => (answer = resolve));
  const late = alike.read(items, null);
  const lateAnswer = answer;
  answers['photos.like'] = () => ({ ids: new Uint32Array([5]), distances: new Float32Array(1) });
  await alike.read([...items], null);
  lateAnswer({ ids: new Uint32Array([1]), distances: new Float32Array(1) });
  await late;
  expect([...alike.ids]).toEqual([5]);
});

it('a history of another version holds no items', () => {
  expect([null, [], [7], [{ kind: 'image' }], [{ kind: 'photo', photo: 'x' }]].map(areItems)).toEqual([false, false, false, false, false]);
  expect(areItems([photoItem])).toBe(true);
  expect(itemsOf({ like: photo })).toEqual([photoItem]);
});
