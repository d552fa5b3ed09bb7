// Newer versions, with a stand-in for what gets them: asked for only while the user wants it, downloaded only when told to, told how far, and why not.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { NewerVersion, UpdateState } from '../../../../src-shared/contract.ts';
import { updateHandlers } from '../../../../src-main/handlers/updates.ts';
import { faultOf, UpdateRefusal } from '../../../../src-main/hosts/desktop/updates/refusal.ts';
import { AppUpdates, type Updater } from '../../../../src-main/hosts/desktop/updates/updates.ts';

const found: NewerVersion = { version: '2.0.0', notes: '<script>alert(1)</script>', bytes: 1000 };
let told: UpdateState[];
let opened: number;
let asked: string[];
let answers: { check: () => Promise<NewerVersion | null>; download: Updater['download'] };
let unheard: (error: unknown) => void;
let reported: unknown[];
let updates: AppUpdates;
const phases = (): string[] => told.map(({ phase }) => phase);
const settled = (): Promise<unknown> => new Promise((done) => setImmediate(done));

beforeEach(() => {
  [told, opened, asked, reported] = [[], 0, [], []];
  answers = { check: async () => found, download: async (onDone) => [0, 4, 500, 501, 1000].forEach(onDone) };
  updates = new AppUpdates({
    feed: 'example.com', tell: (state) => told.push(state), report: (error) => reported.push(error),
    open: async (tellUnheard) => {
      opened++;
      unheard = tellUnheard;
      return { check: () => (asked.push('check'), answers.check()), download: (onDone, signal) => (asked.push('download'), answers.download(onDone, signal)), installAtQuit: (on) => void asked.push(`install ${on}`) };
    }
  });
});
afterEach(() => void vi.useRealTimers());

it('loads nothing and asks nothing until it is turned on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  await updates.turn(false);
  await vi.advanceTimersByTimeAsync(10 * 24 * 3600_000);
  await expect(updates.check()).rejects.toThrow('turned off');
  expect(() => updates.download()).toThrow('Look for one first');
  expect([opened, asked, told, updates.state]).toEqual([0, [], [], { phase: 'idle', feed: 'example.com' }]);
});

it('looks at once when it is turned on, then each day, and stops when it is turned off', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  answers.check = async () => null;
  await updates.turn(true);
  await settled();
  expect(phases()).toEqual(['checking', 'latest']);
  await vi.advanceTimersByTimeAsync(24 * 3600_000 + 1);
  expect(asked).toEqual(['check', 'check']);
  await updates.turn(false);
  await vi.advanceTimersByTimeAsync(10 * 24 * 3600_000);
  expect([asked, opened, updates.state.phase]).toEqual([['check', 'check', 'install false'], 1, 'idle']);
});

it('downloads only when told to, tells each percent, and then waits for the app to quit', async () => {
  await updates.turn(true);
  await settled();
  expect([phases(), asked]).toEqual([['checking', 'available'], ['check']]);
  updates.download();
  expect(() => updates.download()).toThrow('Look for one first'); // it is under way
  await settled();
  expect(told.slice(2)).toEqual([
    { phase: 'downloading', found, done: 0, feed: 'example.com' }, { phase: 'downloading', found, done: 500, feed: 'example.com' }, { phase: 'downloading', found, done: 1000, feed: 'example.com' }, { phase: 'ready', found, feed: 'example.com' }
  ]);
  await updates.check();
  expect([updates.state.phase, asked]).toEqual(['ready', ['check', 'download']]); // it is not downloaded again
  await updates.turn(false);
  expect(asked.at(-1)).toBe('install false');
  await updates.turn(true);
  expect([asked.at(-1), updates.state.phase]).toEqual(['install true', 'ready']);
});

it('tells why something failed, and can be asked again', async () => {
  answers.check = () => Promise.reject(new Error('net::ERR_INTERNET_DISCONNECTED\nat x'));
  await updates.turn(true);
  await settled();
  expect(updates.state).toEqual({ phase: 'failed', fault: 'unreachable', detail: 'net::ERR_INTERNET_DISCONNECTED', feed: 'example.com' });
  answers = { check: async () => found, download: () => Promise.reject(Object.assign(new Error('sha512 checksum mismatch'), { code: 'ERR_CHECKSUM_MISMATCH' })) };
  await updates.check();
  updates.download();
  await settled();
  expect(updates.state).toMatchObject({ phase: 'failed', fault: 'damaged' });
});

it('turned off, it ends a download, which can begin again when it is turned on', async () => {
  let ended = 0;
  answers.download = (onDone, signal) => new Promise((_done, reject) => {
    signal.addEventListener('abort', () => {
      onDone(900); // what comes late is not told
      setImmediate(() => (ended++, reject(signal.reason as Error)));
    });
  });
  await updates.turn(true);
  await settled();
  updates.download();
  await settled();
  await updates.turn(false);
  expect(updates.state).toEqual({ phase: 'available', found, feed: 'example.com' });
  expect(() => updates.download()).toThrow();
  await settled();
  await settled();
  expect([ended, updates.state.phase, reported, told.some((state) => state.phase === 'downloading' && state.done === 900)]).toEqual([1, 'available', [], false]);
  await updates.turn(true);
  await settled();
  updates.download();
  await settled();
  void updates.turn(false);
  await updates.turn(true); // before it ended
  await settled();
  await settled();
  expect([ended, updates.state.phase, asked.at(-1)]).toEqual([2, 'available', 'install true']);
  answers.download = async () => undefined;
  updates.download();
  await settled();
  expect([updates.state.phase, reported]).toEqual(['ready', []]);
});

it('a download that begins while the one before is ending waits for that', async () => {
  let running = 0;
  let most = 0;
  answers.download = (_onDone, signal) => {
    most = Math.max(most, ++running);
    return new Promise((_done, reject) => {
      signal.addEventListener('abort', () => setTimeout(() => (running--, reject(signal.reason as Error)), 20));
    });
  };
  await updates.turn(true);
  await settled();
  updates.download();
  await settled();
  await updates.turn(false);
  await updates.turn(true);
  expect(updates.state.phase).toBe('available');
  updates.download();
  await new Promise((done) => setTimeout(done, 40));
  expect([most, running, updates.state.phase]).toEqual([1, 1, 'downloading']);
});

it('turned off while it asks, what it is told is not told on', async () => {
  let answer: (version: NewerVersion) => void = () => undefined;
  answers.check = () => new Promise((done) => (answer = done));
  await updates.turn(true);
  await settled();
  await updates.turn(false);
  answer(found);
  await settled();
  expect(phases()).toEqual(['checking', 'idle']);
});

it('turned on and off at once, it is off', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await updates.turn(true);
  await updates.turn(false);
  await settled();
  asked = [];
  void updates.turn(true);
  await updates.turn(false);
  await settled();
  await vi.advanceTimersByTimeAsync(3 * 24 * 3600_000);
  expect([asked, updates.state.phase, reported]).toEqual([['install false'], 'idle', []]);
});

it('tells of what fails while nobody waits for it: installing', async () => {
  await updates.turn(true);
  await settled();
  updates.download();
  await settled();
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  unheard(full);
  expect([updates.state, reported]).toEqual([{ phase: 'failed', fault: 'failed', detail: 'ENOSPC: no space left on device', feed: 'example.com' }, [full]]);
});

it('one that cannot even be loaded is tried anew', async () => {
  const broken = new AppUpdates({ feed: 'f', tell: (state) => told.push(state), report: () => undefined, open: () => (opened++, Promise.reject(new Error('no such module'))) });
  await broken.turn(true);
  await settled();
  await broken.check();
  await broken.turn(false);
  expect([opened, phases().filter((phase) => phase === 'failed')]).toEqual([2, ['failed', 'failed']]);
});

it('knows faults by what electron-updater, the network and the systems call them', () => {
  const of = (message: string, code?: string): string => faultOf(Object.assign(new Error(message), { code }));
  expect([of('net::ERR_NAME_NOT_RESOLVED'), of('connect ECONNREFUSED 127.0.0.1:1'), of('404 Not Found', 'HTTP_ERROR_404'), of('Request timed out')]).toEqual(Array.from({ length: 4 }, () => 'unreachable'));
  expect([of('x', 'ERR_UPDATER_INVALID_SIGNATURE'), of('x', 'ERR_CHECKSUM_MISMATCH'), of('Could not get code signature for running application'), of('Code signature at URL did not pass validation')]).toEqual(Array.from({ length: 4 }, () => 'damaged'));
  expect([faultOf(new UpdateRefusal('unsigned', 'x')), of('EACCES: permission denied'), faultOf('x')]).toEqual(['unsigned', 'failed', 'failed']);
});

it('a browser, and a build without an address, have none', async () => {
  const none = updateHandlers(null);
  expect(await none['updates.read'](null)).toBeNull();
  await expect(none['updates.check'](null)).rejects.toMatchObject({ code: 'bad-request' });
  await expect(none['updates.download'](null)).rejects.toMatchObject({ code: 'bad-request' });
  expect(await updateHandlers(updates)['updates.read'](null)).toEqual({ phase: 'idle', feed: 'example.com' });
});
