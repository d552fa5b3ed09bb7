// The open folder over a bridge without a process: what the screens may promise.

import { expect, it } from 'vitest';
import type { Indexed } from '../../../src-renderer/state/news.ts';
import { OpenLibrary } from '../../../src-renderer/state/open-library.svelte.ts';
import type { PhotoSpace } from '../../../src-shared/contract.ts';
import { FakeBridge } from '../fake-bridge.ts';

/** Photos are known, none of them is encoded yet. */
class Unread extends FakeBridge {
  encoded = false;

  override space(): PhotoSpace {
    const space = super.space();
    return this.encoded ? space : { ...space, ids: new Uint32Array() };
  }
}

function open(bridge: FakeBridge, onIndexed: (indexed: Indexed) => void = () => {}): OpenLibrary {
  return new OpenLibrary({
    bridge, state: bridge.library!, port: bridge.port(),
    onFailure: (error) => { throw error; }, always: () => false, onApplied: () => {}, onIndexed: (_, indexed) => onIndexed(indexed), onLearned: () => {}, onTakenBack: () => {}, onChanged: () => {}, onFlushed: () => {}, onClosed: () => {}
  });
}

it.each(['failed', 'cancelled'] as const)('promises no groups once reading has %s before there were any', async (phase) => {
  const bridge = new Unread({ photos: 20 });
  const library = open(bridge);
  bridge.progress = { ...bridge.progress, phase: 'indexing' };
  await library.refresh();
  expect(library.photos.count).toBe(20);
  expect(library.stoppedEarly).toBe(false);

  bridge.emit('index.progress', { ...bridge.progress, phase });
  expect(library.stoppedEarly).toBe(true);

  await library.control('start');
  expect(library.stoppedEarly).toBe(false);

  bridge.encoded = true;
  await library.groups.read(() => []);
  bridge.emit('index.progress', { ...bridge.progress, phase });
  expect(library.stoppedEarly).toBe(false); // there are groups of what was read
  library.close();
});

it('shows that a run has ended, even if the answer to an earlier question about it arrives later', async () => {
  const bridge = new FakeBridge({ photos: 20 });
  const library = open(bridge);
  bridge.progress = { ...bridge.progress, phase: 'scanning' };
  const refreshed = library.refresh(); // the answer is on its way
  bridge.emit('index.progress', { ...bridge.progress, phase: 'done' });
  await refreshed;
  expect(library.running).toBeNull();
  library.close();
});

it('shows that a training has ended, even if the answer to an earlier question about it arrives later', async () => {
  const bridge = new FakeBridge({ photos: 20 });
  const library = open(bridge);
  bridge.training = { ...bridge.training, phase: 'training' };
  const refreshed = library.refresh();
  bridge.emit('train.progress', { ...bridge.training, phase: 'done' });
  await refreshed;
  expect(library.learning.running).toBe(false);
  library.close();
});

it('ranks what is alike anew when its lens has learned, and not when another has', () => {
  const bridge = new FakeBridge({ photos: 20 });
  const library = open(bridge);
  const { lensId } = library.state;
  const before = library.alike.space;
  bridge.emit('space.changed', { lensId: (lensId + 1) as typeof lensId, revision: 2 });
  expect(library.alike.space).toBe(before);
  bridge.emit('space.changed', { lensId, revision: 2 });
  expect(library.alike.space).not.toBe(before);
  library.close();
});

it('knows the first run that completes from those after it', async () => {
  const bridge = new FakeBridge({ photos: 20 });
  bridge.library = { ...bridge.library!, indexedAt: null };
  const told: Indexed[] = [];
  const library = open(bridge, (indexed) => told.push(indexed));
  await library.refresh();
  bridge.added = [1, 2, 3];
  const run = async (phase: 'done' | 'cancelled'): Promise<void> => {
    bridge.emit('index.progress', { ...bridge.progress, phase: 'indexing' });
    bridge.emit('index.progress', { ...bridge.progress, phase, counts: { ...bridge.progress.counts, new: 3 } });
    await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await run('cancelled');
  await run('done');
  await run('done');
  expect(told).toEqual([{ added: 3, first: true }, { added: 3, first: false }]);
  library.close();
});
