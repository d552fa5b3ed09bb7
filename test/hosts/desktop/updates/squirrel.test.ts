// A version is ready on macOS only once Squirrel.Mac took it.
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { squirrelAnswer } from '../../../../src-main/hosts/desktop/updates/squirrel.ts';

it('waits for its word, tells its error, and stops listening', async () => {
  const native = new EventEmitter();
  native.on('error', () => undefined); // electron-updater's
  const said = async (event: string, ...what: unknown[]): Promise<unknown> => {
    const stopped = new AbortController();
    const answer = squirrelAnswer(native, stopped.signal);
    let settled = false;
    const end = answer.accepted.then(() => 'accepted', (error: unknown) => error).finally(() => (settled = true));
    await new Promise(setImmediate);
    expect(settled).toBe(false);
    if (event === 'abort') stopped.abort(what[0]);
    else native.emit(event, ...what);
    const result = await end;
    answer.forget();
    return result;
  };
  const [refused, off] = [new Error('Code signature did not pass validation'), new Error('turned off')];
  expect([await said('update-downloaded'), await said('error', refused), await said('abort', off)]).toEqual(['accepted', refused, off]);
  expect([native.listenerCount('error'), native.listenerCount('update-downloaded')]).toEqual([1, 0]);
});
