import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IndexProgress } from '../../../src-shared/contract.ts';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { tellFolders, tellIndexed, tellUnchanged } from '../../../src-renderer/state/news.ts';
import { Places } from '../../../src-renderer/state/places.svelte.ts';
import { Toasts } from '../../../src-renderer/state/toasts.svelte.ts';
import { idle } from '../fake-bridge.ts';

let toasts: Toasts;
let places: Places;
beforeAll(() => messages.speak('en', 'en'));
beforeEach(() => {
  toasts = new Toasts();
  places = new Places({ state: null, pushState: () => {}, replaceState: () => {}, back: () => {} });
});

const ended = (counts: Partial<IndexProgress['counts']>): IndexProgress => ({ ...idle, phase: 'done', counts: { ...idle.counts, ...counts } });

describe('what an index run found', () => {
  it.each([
    [{ new: 3 }, 3, '3 new photos'],
    [{ new: 1 }, 1, '1 new photo'],
    [{ changed: 2 }, 0, '2 photos changed'],
    [{ removed: 5 }, 0, '5 photos were removed'],
    [{ removed: 1 }, 0, '1 photo was removed'],
    [{ new: 2 }, 0, '2 new copies'],
    [{ new: 3, changed: 1, removed: 1 }, 2, '2 new photos · 1 new copy · 1 photo changed · 1 photo was removed']
  ])('is told in one line: %o', (counts, added, text) => {
    tellIndexed(toasts, places, ended(counts), { added });
    expect(toasts.current?.text).toBe(text);
  });

  it('is told to who asked for it even if it is nothing', () => {
    tellUnchanged(toasts, ended({ moved: 1, unchanged: 330 }));
    expect(toasts.current).toBeNull();
    tellUnchanged(toasts, { ...ended({}), phase: 'cancelled' });
    expect(toasts.current).toBeNull();
    tellUnchanged(toasts, ended({ unchanged: 330 }));
    expect(toasts.current?.text).toBe('Nothing has changed');
  });

  it('is told of the first run only by its problems: there everything is new', () => {
    tellIndexed(toasts, places, ended({ new: 336 }), { added: 330, first: true });
    expect(toasts.current).toBeNull();
    tellIndexed(toasts, places, ended({ new: 336, problems: 2 }), { added: 336, first: true });
    expect(toasts.current?.text).toBe('2 files could not be read');
    toasts.current?.action?.run();
    expect(places.now.screen).toBe('problems');
  });

  it('is told with a way to the new photos, else to the problems', () => {
    tellIndexed(toasts, places, ended({ new: 1, problems: 1 }), { added: 1 });
    toasts.current?.action?.run();
    expect(places.now.screen).toBe('new');
    tellIndexed(toasts, places, ended({ problems: 1 }), { added: 0 });
    toasts.current?.action?.run();
    expect(places.now.screen).toBe('problems');
    tellIndexed(toasts, places, ended({ removed: 1 }), { added: 0 });
    expect(toasts.current?.action).toBeNull();
  });

  it('is not told where it is nothing', () => {
    tellIndexed(toasts, places, ended({ unchanged: 9, moved: 3 }), { added: 0 });
    expect(toasts.current).toBeNull();
  });
});

it('tells when a folder goes away and when it is back, and nothing of folders that are added', () => {
  const folder = (problem: 'folder-missing' | null) => ({ path: '/media/Card', photos: 3, problem });
  tellFolders(toasts, [folder(null)], [folder('folder-missing')]);
  expect(toasts.current?.text).toBe('Card is offline: its photos and answers stay');
  tellFolders(toasts, [folder('folder-missing')], [folder(null)]);
  expect(toasts.current?.text).toBe('Card is back');
  toasts.dismiss();
  tellFolders(toasts, [folder(null)], [folder(null), { path: '/other', photos: 0, problem: 'folder-missing' }]);
  expect(toasts.current).toBeNull();
});
