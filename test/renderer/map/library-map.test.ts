// What a page knows of a map: read, started where it is not there, and always that of the method chosen last.
import { expect, it, vi } from 'vitest';
import type { LensId, LibraryBridge, Output } from '../../../src-shared/contract.ts';
import type { MapMethod, MapProgress, PhotoMap } from '../../../src-shared/mapping/map.ts';
import { LibraryMap } from '../../../src-renderer/map/library-map.svelte.ts';

const lensId = 1 as LensId;
const mapOf = (method: MapMethod): PhotoMap => ({ method, ids: Uint32Array.of(1), positions: new Float32Array(2), certainty: new Float32Array(1), trustworthiness: 1, continuity: 1, seconds: 1, placed: 0 });

/** A library side that tests drive. */
function made(there: readonly MapMethod[] = []) {
  const known = new Map<MapMethod, Output<'map.read'>>(there.map((method) => [method, { map: mapOf(method), current: true, progress: null }]));
  const asked: string[] = [];
  const listeners = new Map<string, (payload: never) => void>();
  const failures: unknown[] = [];
  let broken = false;
  const bridge = {
    request: (name: string, input: { method: MapMethod } | null) => {
      asked.push(input ? `${name} ${input.method}` : name);
      if (broken) return Promise.reject(new Error('no library'));
      if (name === 'map.read') return Promise.resolve(known.get(input!.method) ?? { map: null, current: false, progress: null });
      if (name === 'map.start') return Promise.resolve({ lensId, method: input!.method, phase: 'running', share: 0, reason: null });
      return Promise.resolve(null);
    },
    on: (name: string, listener: (payload: never) => void) => (listeners.set(name, listener), () => void listeners.delete(name))
  } as unknown as Pick<LibraryBridge, 'request' | 'on'>; // as much as it uses
  const tell = (name: string, payload: object): void => listeners.get(name)?.(payload as never);
  const progress = (method: MapMethod, change: Partial<MapProgress>): void => tell('map.progress', { lensId, method, phase: 'running', share: 0, reason: null, ...change });
  const maps = new LibraryMap({ bridge, lensId, method: 'umap', onFailure: (error) => failures.push(error) });
  return { maps, asked, known, tell, progress, failures, breakOff: () => (broken = true) };
}

it('shows the map that is there, and starts none', async () => {
  const { maps, asked } = made(['umap']);
  await maps.open();
  expect(maps.map?.method).toBe('umap');
  expect(asked).not.toContain('map.start umap');
});

it('starts one where there is none, follows how far it is, and takes it when it is done', async () => {
  const { maps, asked, known, tell, progress } = made();
  await maps.open();
  expect(asked).toContain('map.start umap');
  expect([maps.running, maps.map]).toEqual([true, null]);
  progress('umap', { share: 0.4 });
  progress('tsne', { share: 0.9 }); // of another page
  expect(maps.share).toBe(0.4);
  progress('umap', { phase: 'done', share: 1 });
  known.set('umap', { map: mapOf('umap'), current: true, progress: null });
  tell('map.changed', { lensId, method: 'umap' });
  await vi.waitFor(() => expect(maps.map).not.toBeNull());
  expect(maps.running).toBe(false);
});

it('starts the method that was chosen last, however the answers come', async () => {
  const { maps, asked } = made();
  const opening = maps.open();
  await maps.use('pca', lensId);
  await maps.use('tsne', lensId);
  await opening;
  expect(asked.findLast((one) => one.startsWith('map.start'))).toBe('map.start tsne');
  expect(maps.running).toBe(true);
});

it('keeps showing the map before while another is made, and says where it was not made', async () => {
  const { maps, progress } = made(['umap']);
  await maps.open();
  await maps.use('tsne', lensId);
  expect([maps.map?.method, maps.isWanted, maps.running]).toEqual(['umap', false, true]);
  progress('tsne', { phase: 'cancelled' });
  expect([maps.ended, maps.running]).toEqual(['cancelled', false]);
});

it('does not start by itself again what was cancelled, until it is asked to', async () => {
  const { maps, asked, progress, tell } = made();
  await maps.open();
  progress('umap', { phase: 'cancelled' });
  tell('space.changed', { lensId, revision: 2 });
  await vi.waitFor(() => expect(asked.filter((one) => one === 'map.read umap')).toHaveLength(2));
  expect(asked.filter((one) => one === 'map.start umap')).toHaveLength(1);
  await maps.start();
  expect(asked.filter((one) => one === 'map.start umap')).toHaveLength(2);
  expect(maps.ended).toBeNull();
});

it('tells failures, and nothing once it is closed', async () => {
  const { maps, failures, breakOff } = made();
  breakOff();
  await maps.open();
  expect(failures.length).toBeGreaterThan(0);
  failures.length = 0;
  maps.close();
  await maps.open();
  expect(failures).toEqual([]);
});
