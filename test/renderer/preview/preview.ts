// The screens on the fake bridge, for previewing: `npx vite --config test/renderer/preview/vite.config.ts`, then
// `/?photos=50000`, `/?welcome`, `/?empty`, `/?indexing`, `/?failed`, `/?problems`, `/?start-failed`, `/?duplicates=10000`, `/?comparing`, `/?learned`, `/?stored`, `/?updates=available`.

import type { GroupId, PhotoId, Problem, ProblemCode } from '../../../src-shared/contract.ts';
import { FakeBridge, idle, recent } from '../fake-bridge.ts';
import { manySets } from '../made-duplicates.ts';

const wanted = new URLSearchParams(location.search);
const codes: ProblemCode[] = ['empty', 'not-a-photo', 'unsupported', 'damaged', 'truncated', 'too-large', 'unreadable', 'vanished', 'timeout'];
const problems = codes.map((code, at): Problem => ({ folder: '/home/photos/2024 Summer', path: `Camera uploads/2024/IMG_${4000 + at}.jpg`, code, detail: `detail of ${code}`, attempts: at + 1 }));

const bridge = new FakeBridge({
  photos: wanted.has('empty') ? 0 : Number(wanted.get('photos') ?? 400),
  perScene: Number(wanted.get('scene') ?? 5),
  problems: wanted.has('problems') ? problems : [],
  duplicates: manySets(Number(wanted.get('duplicates') ?? 0), Number(wanted.get('photos') ?? 400)),
  folder: wanted.has('welcome') ? null : '/home/photos/2024 Summer',
  recent: [
    recent('a', { photos: 4213, openedAt: 3 }, '/home/photos/2024 Summer'),
    recent('b', { photos: 51_920, openedAt: 2, missing: true }, '/media/disk/Archive of everything before 2010 and more'),
    recent('c', { photos: 0, openedAt: 1 }, '/home/photos/Scans')
  ]
});
if (wanted.has('indexing')) bridge.progress = { ...idle, phase: 'indexing', found: 5000, total: 5000, done: 1204, speed: 84.6, secondsLeft: 131 };
if (wanted.has('failed')) bridge.progress = { ...idle, phase: 'failed', total: 5000, done: 1204, error: { name: 'Error', code: 'folder-missing', message: 'gone' } };
if (wanted.has('start-failed')) bridge.failing.set('app.describe', { name: 'Error', code: 'unexpected', message: 'the socket closed' });
if (wanted.has('learned')) bridge.duplicates.habits = { ...bridge.duplicates.habits, choices: 35, learned: { right: 31, byOrder: 24, of: 35 } };
if (wanted.has('stored')) {
  const ids = Array.from({ length: 40 }, (_, at) => (at + 1) as GroupId);
  bridge.saved = { height: null, groups: ids.map((id, at) => ({ id, name: at === 1 ? 'Norway' : null, cover: (at * 5 + 1) as PhotoId, photos: Uint32Array.from([1, 2, 3, 4, 5], (step) => at * 5 + step) })) };
}
const update = wanted.get('updates');
if (update !== null) {
  const found = { version: '0.3.0', notes: 'Maps draw twice as fast.\n<b>Albums</b> remember their order.', bytes: 148_000_000 };
  const phase = update === 'failed' ? { phase: 'failed' as const, fault: 'unsigned' as const, detail: 'Its signature is not by who made this version of Kindred.' } : update === 'downloading' ? { phase: update, found, done: 61_000_000 } as const : update === 'available' || update === 'ready' ? { phase: update, found } as const : { phase: 'idle' as const };
  bridge.updates = { ...phase, feed: 'kindred.example' };
  bridge.settings = { ...bridge.settings, lookForUpdates: update !== 'off' };
}
if (wanted.has('comparing')) bridge.duplicates.left = 1200;
Object.defineProperty(window, 'kindred', { value: bridge });
await import('../../../src-renderer/main.ts');
