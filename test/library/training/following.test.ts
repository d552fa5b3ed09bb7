// A library whose encoder ships with a second look in a newer app: it goes on with one, is encoded beside, and switched at once.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../src-main/compute/engine.ts';
import { Library } from '../../../src-main/library/library.ts';
import { withLooks } from '../../../src-shared/learning/encoder/weights.ts';
import { makeLibrary } from '../../made-library.ts';
import { brief, close, embedded, fake, indexed, made, open, photos, root, train, untilPhase } from './indexed-library.ts';

/** Opens the library in the newer app. */
async function reopened(): Promise<Library> {
  await writeFile(made.weights, withLooks(new Uint8Array(await readFile(made.weights)), 2));
  const engine: Engine = { ...made.engine, encoderVersion: 'shipped-2looks', oneLook: { encoderVersion: 'shipped', open: async () => made.engine } };
  const library = await Library.open({ dataFolder: join(root, 'data'), folder: photos, engine, emit: () => {}, learning: made });
  open.push(library);
  return library;
}

const inUse = (library: Library): readonly (readonly [string, boolean])[] => library.learning.versions.map((version) => [version.name, version.inUse]);

describe('a library of an encoder with one look', () => {
  it('goes on with it until all photos are encoded beside, then has two, and can go back', async () => {
    await close(await indexed());
    const library = await reopened();
    expect(inUse(library)).toEqual([['shipped-2looks', false], ['shipped', true]]);
    expect(await library.startIndex().finished, 'nothing is read again').toMatchObject({ total: 0 });
    const space = await library.space();
    const run = await library.learning.follow();
    expect([library.state.encoderVersion, (await library.space()).revision]).toEqual(['shipped', space.revision]);
    expect(await run!.finished).toMatchObject({ job: 'switch', phase: 'done', encoded: { done: 48, total: 48 }, error: null });
    expect(library.state.encoderVersion).toBe('shipped-2looks');
    expect(embedded(library)).toEqual({ shipped: 48, 'shipped-2looks': 48 });
    expect(await library.learning.follow()).toBeNull();

    const former = library.learning.versions[1]!;
    expect(former).toMatchObject({ name: 'shipped', shipped: false, trained: null, pack: null });
    await (await library.learning.use(former.id)).finished;
    expect(library.state.encoderVersion).toBe('shipped');
    await close(library);
    const again = await reopened();
    expect(again.state.encoderVersion, 'who went back stays there').toBe('shipped');
    expect(await again.learning.follow()).toBeNull();
    await again.learning.use(again.learning.versions.find(({ shipped }) => shipped)!.id).then((back) => back.finished);
    await again.learning.delete(former.id);
    expect(inUse(again)).toEqual([['shipped-2looks', true]]);
    expect(embedded(again)).toEqual({ 'shipped-2looks': 48 });
  });

  it('goes on where it failed, at the next opening', async () => {
    await close(await indexed());
    const library = await reopened();
    let batches = 0;
    fake.beforeDescribe = () => {
      if (++batches === 2) throw new Error('the disk is gone');
    };
    const run = await library.learning.follow();
    expect(await run!.finished).toMatchObject({ phase: 'failed' });
    fake.beforeDescribe = () => {};
    const { 'shipped-2looks': done = 0 } = embedded(library);
    expect([done > 0, done < 48, library.state.encoderVersion]).toEqual([true, true, 'shipped']);
    await close(library);
    const again = await reopened();
    expect(again.state.encoderVersion).toBe('shipped');
    expect(await (await again.learning.follow())!.finished).toMatchObject({ phase: 'done', encoded: { total: 48 - done } });
    expect(again.state.encoderVersion).toBe('shipped-2looks');
  });

  it('that is being trained comes first, from weights with one look', async () => {
    await close(await indexed());
    const library = await reopened();
    const run = await library.learning.start(brief);
    await untilPhase(library, 'training');
    expect(await library.learning.follow()).toBeNull();
    expect(await run.finished).toMatchObject({ phase: 'done', outcome: { adopted: true } });
    expect(fake.looks[0]).toBe(1);
    expect(await library.learning.follow(), 'what was trained is in use').toBeNull();
  });
});

it('a new library has the encoder with two looks from the start, and trains on from it', async () => {
  await makeLibrary(photos, { groups: 12, perGroup: 4, width: 160, height: 120 });
  const library = await reopened();
  await library.startIndex().finished;
  expect(inUse(library)).toEqual([['shipped-2looks', true]]);
  expect(await library.learning.follow()).toBeNull();
  await train(library);
  expect(fake.looks[0]).toBe(2);
});
