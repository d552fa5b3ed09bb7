import { expect, it } from 'vitest';
import { Recognising } from '../../../src-renderer/state/recognising.svelte.ts';
import type { FolderLikeness, LibraryId } from '../../../src-shared/contract.ts';
import { FakeBridge } from '../fake-bridge.ts';

const known = (library: string, relation: FolderLikeness['relation']): FolderLikeness => ({ library: library as LibraryId, folder: `/old/${library}`, answers: 3, missing: relation === 'moved', relation, share: 0.9, found: 0.9 });

function made(...candidates: FolderLikeness[]) {
  const bridge = new FakeBridge();
  bridge.candidates = candidates;
  const opened: unknown[] = [];
  const recognising = new Recognising({
    bridge, attempt: (asked) => asked.catch(() => undefined),
    open: async (folder, bring) => void opened.push(bring === undefined ? folder : [folder, bring])
  });
  const asked = () => bridge.asked.filter(({ name }) => name !== 'folders.recognise').map(({ name, input }) => [name, input]);
  return { bridge, recognising, opened, asked };
}

it('opens a folder of which nothing is known without asking, and one that cannot be looked at to have it fail there', async () => {
  const { bridge, recognising, opened } = made();
  await recognising.open('/new');
  bridge.failing.set('folders.recognise', { name: 'Error', code: 'folder-missing', message: 'gone' });
  await recognising.open('/gone');
  expect([opened, recognising.question]).toEqual([['/new', '/gone'], null]);
});

it('asks about a folder with photos of known libraries, and opens nothing before it is answered', async () => {
  const { recognising, opened } = made(known('a', 'moved'), known('b', 'copy'));
  await recognising.open('/here');
  expect(recognising.question).toMatchObject({ folder: '/here', likest: { library: 'a' } });
  expect(opened).toEqual([]);
  recognising.close();
  expect([recognising.question, opened]).toEqual([null, []]);
});

it('does what is chosen: goes on here, opens the known one, adds to it, or starts over with the answers of all or of none', async () => {
  const { recognising, opened, asked } = made(known('a', 'moved'), known('b', 'copy'), known('a', 'copy'));
  await recognising.open('/here');
  await recognising.goOn();
  await recognising.open('/here');
  await recognising.openKnown();
  await recognising.open('/here');
  await recognising.add();
  for (const bring of [true, false]) {
    await recognising.open('/here');
    await recognising.makeNew({ bring });
  }
  expect(opened).toEqual(['/here', '/old/a', '/old/a', ['/here', ['a', 'b']], ['/here', []]]);
  expect(asked()).toEqual([['library.relocate', { library: 'a', from: '/old/a', to: '/here' }], ['folders.add', { folder: '/here' }]]);
  expect(recognising.question).toBeNull();
});

it('opens nothing where the folder cannot be pointed to its new place', async () => {
  const { bridge, recognising, opened } = made(known('a', 'moved'));
  bridge.failing.set('library.relocate', { name: 'Error', code: 'library-in-use', message: 'in use' });
  await recognising.open('/here');
  await recognising.goOn();
  expect(opened).toEqual([]);
});
