// Request validation: what passes matches the handlers' types, what does not is explained.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src-shared/contract.ts';
import { readSettings } from '../../src-main/settings.ts';
import { appRequests, isAppRequest, isLibraryRequest, libraryRequests, readInput, readLibraryId } from '../../src-main/hosts/requests.ts';

const similar = { kind: 'similar', photos: [1, 2] };
const origin = { kind: 'asked', probability: 0.5 };

const refusal = (name: Parameters<typeof readInput>[0], input: unknown): string => {
  try {
    readInput(name, input);
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad-request' });
    return (error as Error).message; // matched above
  }
  throw new Error(`${name} took ${JSON.stringify(input)}`);
};

test('knows the names of the contract, and none that objects inherit', () => {
  expect([isLibraryRequest('photos.list'), isAppRequest('photos.list')]).toEqual([true, false]);
  expect([isLibraryRequest('library.open'), isAppRequest('library.open')]).toEqual([false, true]);
  for (const name of ['constructor', '__proto__', 'toString', '', 'photos.List', 7, null, undefined, ['photos.list']]) expect([isAppRequest(name), isLibraryRequest(name)]).toEqual([false, false]);
});

test('every setting can be changed', async () => {
  const { views, ...settings } = await readSettings('/nowhere');
  for (const [name, value] of Object.entries(settings)) expect(readInput('settings.write', { [name]: value }), name).toEqual({ [name]: value });
  expect(readInput('settings.write', { views })).toEqual({ views });
});

test('accepts the id of a library but not a path', () => {
  expect(readLibraryId('ab12-x')).toBe('ab12-x');
  for (const id of ['', '..', 'a/b', 'a.b', null, 7, 'x'.repeat(129)]) expect(() => readLibraryId(id)).toThrow('library: input');
});

const four = new Float32Array(4);
const seen = { encoder: 'shipped', embedding: four, colour: four, layout: four, texture: four };
const part = (left: number, top: number, width: number, height: number) => ({ kind: 'part', photo: 1, region: { left, top, width, height } });
const likeOf = (look: object) => ({ lensId: 1, like: [{ kind: 'image', look }], filter: null, count: 10 });

const toDesk = (message: object) => ({ page: 'p', desk: '3f2b8c1e-1b1a-4c57-9a1c-0f8f6d0e4a11', turn: 1, lensId: 1, message });

const good: [Parameters<typeof readInput>[0], unknown][] = [
  ['settings.write', {}],
  ['settings.write', { theme: 'dark' }],
  ['settings.write', { theme: 'system', language: 'ko' }],
  ['folders.list', { path: null }],
  ['folders.make', { path: '/home', name: '사진' }],
  ['library.open', { folder: '/home/사진', page: 'p' }],
  ['photo.neighbours', { lensId: 1, id: 4294967295, count: 0 }],
  ['alike.see', { kind: 'bytes', bytes: new Uint8Array([0xff, 0xd8]) }],
  ['alike.see', { kind: 'part', photo: 7, region: { left: 0.5, top: 0, width: 0.5, height: 1 } }],
  ['photos.like', { lensId: 1, like: [{ kind: 'photo', photo: 7 }, { kind: 'image', look: seen }], filter: null, count: 240 }],
  ['photos.files', { ids: [1, 7] }],
  ['photos.places', { ids: [] }],
  ['marks.write', { ids: new Uint32Array([1, 4294967295]), change: { flag: null, stars: 5, label: 'purple', favourite: false } }],
  ['marks.write', { ids: new Uint32Array(), change: {} }],
  ['marks.restore', { ids: new Uint32Array([1]), marks: new Uint16Array([0]) }],
  ['groups.write', { lensId: 1, revision: 1, grouping: { height: null, ids: new Uint32Array([0, 7]), covers: new Uint32Array([3, 5]), ends: new Uint32Array([2, 3]), photos: new Uint32Array([3, 4, 5]), names: [{ group: 0, name: 'Sea' }] } }],
  ['groups.ask', toDesk({ kind: 'start', judgments: [{ id: 1, lensId: 1, statement: similar, origin, madeAt: 5 }] })],
  ['groups.ask', toDesk({ kind: 'space' })],
  ['groups.ask', toDesk({ kind: 'rename', group: 0, name: null })],
  ['groups.ask', toDesk({ kind: 'merge', renamed: [{ photo: 1, name: 'Sea' }], keepHeight: true })],
  ['groups.ask', toDesk({ kind: 'sheets', count: 1, skipped: ['1 2'], among: new Uint32Array([1]) })],
  ['groups.ask', toDesk({ kind: 'covers', edition: 0, places: new Uint32Array([7]) })],
  ['groups.leave', { desk: '3f2b8c1e-1b1a-4c57-9a1c-0f8f6d0e4a11' }],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'asked', probability: 1 } }],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'volunteered', height: 0 } }],
  ['judgments.change', { lensId: 1, drop: [2], statements: [similar], origin: { kind: 'volunteered', height: null } }],
  ['plans.preview', { kind: 'trash', why: 'sorted out', target: null, chosen: [{ photo: 1, file: { folder: '/photos', path: 'trip/a.jpg' } }], lastToo: true }],
  ['plans.preview', { kind: 'copy', why: '', target: '/out', chosen: [{ photo: 1, as: 'a/b..jpg' }, { photo: 2, group: 'Sea', album: '' }], pattern: '{year}/{group}', inLibrary: false }],
  ['plans.start', { draft: '3f2b8c1e-1b1a-4c57-9a1c-0f8f6d0e4a11' }],
  ['plans.undo', { id: 3 }]
];
test.each(good)('%s accepts %j unchanged', (name, input) => {
  expect(readInput(name, input)).toEqual(input);
});

const oneGroup = { height: 0, ids: new Uint32Array([1]), covers: new Uint32Array([1]), ends: new Uint32Array([1]), photos: new Uint32Array([1]), names: [] };
const bad: [Parameters<typeof readInput>[0], unknown, string][] = [
  ['photos.list', {}, 'input'],
  ['alike.see', { kind: 'bytes', bytes: new Uint8Array() }, 'input.bytes'],
  ['alike.see', { kind: 'bytes', bytes: 'R0lGODlh' }, 'input.bytes'],
  ['alike.see', { kind: 'bytes', bytes: [1, 2] }, 'input.bytes'],
  ['alike.see', { kind: 'path', path: '/etc/passwd' }, 'input.kind'],
  ['alike.see', part(0.6, 0, 0.5, 1), 'input.region'],
  ['alike.see', part(0, 0, 0.001, 1), 'input.region.width'],
  ['alike.see', part(-0.1, 0, 0.5, 1), 'input.region.left'],
  ['alike.see', part(0, NaN, 0.5, 1), 'input.region.top'],
  ['photos.like', { lensId: 1, like: [], filter: null, count: 10 }, 'input.like'],
  ['photos.like', { lensId: 1, like: Array.from({ length: 13 }, () => ({ kind: 'photo', photo: 1 })), filter: null, count: 10 }, 'input.like'],
  ['photos.like', likeOf({ ...seen, colour: new Float32Array([0, NaN]) }), 'input.like.0.look.colour'],
  ['photos.like', likeOf({ ...seen, embedding: new Float32Array(8193) }), 'input.like.0.look.embedding'],
  ['photos.like', likeOf({ ...seen, texture: [1, 2] }), 'input.like.0.look.texture'],
  ['marks.write', { ids: [1], change: {} }, 'input.ids'],
  ['marks.write', { ids: new Uint32Array([0]), change: {} }, 'ids of photos'],
  ['marks.write', { ids: new Uint32Array([1]), change: { stars: 6 } }, 'input.change.stars'],
  ['marks.write', { ids: new Uint32Array([1]), change: { label: 'pink' } }, 'input.change.label'],
  ['marks.write', { ids: new Uint32Array([1]), change: { size: 1 } }, 'size'],
  ['marks.restore', { ids: new Uint32Array([1, 2]), marks: new Uint16Array([0]) }, 'as many marks'],
  ['photos.list', undefined, 'input'],
  ['settings.write', { theme: undefined }, 'input.theme'],
  ['settings.write', { theme: 'pink' }, 'input.theme'],
  ['settings.write', { size: 3 }, 'size'],
  ['library.open', { folder: '', page: 'p' }, 'input.folder'],
  ['library.open', { folder: 'a\0b', page: 'p' }, 'without NUL'],
  ['library.open', '/photos', 'input'],
  ['library.open', { folder: '/a' }, 'input.page'],
  ['library.forget', { library: '../../home' }, 'the id of a library'],
  ['photo.details', { id: 0 }, 'input.id'],
  ['photos.files', { ids: Array.from({ length: 1001 }, () => 1) }, 'input.ids'],
  ['photo.details', { id: 1.5 }, 'input.id'],
  ['photo.details', { id: Number.NaN }, 'input.id'],
  ['photo.details', { id: 2 ** 32 }, 'input.id'],
  ['photo.neighbours', { lensId: 1, id: 1, count: -1 }, 'input.count'],
  ['groups.write', { lensId: 1, revision: 1, grouping: { ...oneGroup, photos: [1] } }, 'input.grouping.photos'],
  ['groups.write', { lensId: 1, revision: 1, grouping: { ...oneGroup, covers: new Uint32Array() } }, 'expected columns of 1 groups, got 0 covers'],
  ['groups.write', { lensId: 1, revision: 1, grouping: { ...oneGroup, ends: new Uint32Array([2]) } }, 'expected 2 photos in groups, got 1'],
  ['groups.ask', toDesk({ kind: 'start', judgments: [], space: 'mine' }), 'Unrecognized key'],
  ['groups.ask', toDesk({ kind: 'judgments', judgments: [{ id: 1, lensId: 1, statement: { kind: 'similar', photos: [1] }, origin, madeAt: 5 }] }), 'input.message.judgments.0.statement.photos'],
  ['groups.ask', toDesk({ kind: 'height', height: -1 }), 'input.message.height'],
  ['groups.ask', toDesk({ kind: 'height', height: NaN }), 'input.message.height'],
  ['groups.ask', toDesk({ kind: 'covers', edition: 0, places: [1] }), 'input.message.places'],
  ['groups.ask', toDesk({ kind: 'open the door' }), 'input.message'],
  ['groups.ask', { ...toDesk({ kind: 'space' }), turn: 0 }, 'input.turn'],
  ['groups.ask', { ...toDesk({ kind: 'space' }), desk: 'mine' }, 'input.desk'],
  ['judgments.add', { lensId: 1, statement: { kind: 'similar', photos: [1] }, origin }, 'input.statement.photos'],
  ['judgments.add', { lensId: 1, statement: { kind: 'similar', photos: [1, 2, 3] }, origin }, 'input.statement.photos'],
  ['judgments.add', { lensId: 1, statement: { kind: 'closer', photos: [1, 2] }, origin }, 'input.statement.photos'],
  ['judgments.add', { lensId: 1, statement: { kind: 'degree', photos: [1, 2], degree: 1.1 }, origin }, 'input.statement.degree'],
  ['judgments.add', { lensId: 1, statement: { kind: 'together', photos: [1] }, origin }, 'input.statement.photos'],
  ['judgments.add', { lensId: 1, statement: { kind: 'apart', photos: [1], others: [] }, origin }, 'input.statement.others'],
  ['judgments.add', { lensId: 1, statement: { kind: 'alike', photos: [1, 2] }, origin }, 'input.statement.kind'],
  ['judgments.add', { lensId: 1, statement: similar }, 'input.origin'],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'asked', probability: 1.1 } }, 'input.origin.probability'],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'asked', probability: null } }, 'input.origin.probability'],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'volunteered', height: -1 } }, 'input.origin.height'],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'volunteered', height: Infinity } }, 'input.origin.height'],
  ['judgments.add', { lensId: 1, statement: similar, origin: { kind: 'volunteered' } }, 'input.origin.height'],
  ['judgments.change', { lensId: 1, drop: [], statements: [similar], origin: { kind: 'guessed' } }, 'input.origin.kind'],
  ['plans.preview', { kind: 'delete', why: '', target: null, chosen: [{ photo: 1 }] }, 'input.kind'],
  ['plans.preview', { kind: 'move', why: '', target: 'out', chosen: [{ photo: 1 }] }, 'expected a full path'],
  ['plans.preview', { kind: 'move', why: '', target: '/out', chosen: [] }, 'input.chosen'],
  ...['../a.jpg', 'a/../../b.jpg', '/etc/passwd', '..\\a.jpg'].map((as): [Parameters<typeof readInput>[0], unknown, string] => ['plans.preview', { kind: 'copy', why: '', target: '/out', chosen: [{ photo: 1, as }] }, 'below the target']),
  ['plans.start', { draft: 7 }, 'input.draft'],
  ['plans.resume', { id: 0 }, 'input.id']
];
test.each(bad)('%s refuses %j and says where', (name, input, where) => {
  expect(refusal(name, input)).toContain(where);
});

describe('statements', () => {
  const id = fc.integer({ min: 1, max: 0xffff_ffff });
  const ids = (minLength: number) => fc.array(id, { minLength, maxLength: 20 });
  const statement = fc.oneof(
    fc.record({ kind: fc.constantFrom('similar', 'different'), photos: fc.tuple(id, id) }),
    fc.record({ kind: fc.constant('degree'), photos: fc.tuple(id, id), degree: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ kind: fc.constant('closer'), photos: fc.tuple(id, id, id) }),
    fc.record({ kind: fc.constant('together'), photos: ids(2) }),
    fc.record({ kind: fc.constant('apart'), photos: ids(1), others: ids(1) })
  );

  test('every statement of the contract passes unchanged', () => {
    fc.assert(fc.property(statement, (made) => {
      const { statement: read } = readInput('judgments.add', { lensId: 1, statement: made, origin });
      expect(read).toEqual(made as unknown as Statement); // made of its parts above
    }));
  });

  test('extra or missing keys are refused', () => {
    fc.assert(fc.property(statement, fc.nat(), (made, at) => {
      const keys = Object.keys(made);
      const without = Object.fromEntries(Object.entries(made).filter(([key]) => key !== keys[at % keys.length]));
      refusal('judgments.add', { lensId: 1, statement: without, origin });
      refusal('judgments.add', { lensId: 1, statement: { ...made, more: 1 }, origin });
    }));
  });
});

test('any input either passes or is refused as a bad request', () => {
  const names = fc.constantFrom(...(Object.keys({ ...appRequests, ...libraryRequests }) as Parameters<typeof readInput>[0][])); // their own keys
  fc.assert(fc.property(names, fc.anything({ withTypedArray: true }), (name, input) => {
    try {
      readInput(name, input);
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-request' });
    }
  }));
});

test('an image to search by may have 50 million bytes and no more', () => {
  expect(readInput('alike.see', { kind: 'bytes', bytes: new Uint8Array(50_000_000) })).toMatchObject({ kind: 'bytes' });
  expect(() => readInput('alike.see', { kind: 'bytes', bytes: new Uint8Array(50_000_001) })).toThrow('input.bytes');
});
