import { afterEach, describe, expect, it } from 'vitest';
import { SpaceKeeper, type SpaceKeeperOptions } from '../../../src-main/library/spaces/space-keeper.ts';
import type { DescriptorVersions } from '../../../src-main/store/descriptors.ts';

let opened: SpaceKeeper | null = null;
afterEach(() => opened?.close());

type How = 'hang' | 'die' | 'throw' | 'answer';

function keeper(how: How, options: SpaceKeeperOptions = {}): { keeper: SpaceKeeper; revisions: number[] } {
  const revisions: number[] = [];
  const versions = {} as DescriptorVersions; // the worker of these tests opens no store
  opened = new SpaceKeeper({ stored: '', versions }, (revision) => revisions.push(revision), { file: new URL(`fixtures/${how}-worker.ts`, import.meta.url), ...options });
  return { keeper: opened, revisions };
}

describe('the space of a library', () => {
  it('is made once, and made again when it is asked for', async () => {
    const { keeper: kept, revisions } = keeper('answer');
    const [first, second] = await Promise.all([kept.read(), kept.read()]);
    expect(first).toBe(second);
    expect(kept.size).toBe(3);
    await kept.refresh();
    expect((await kept.read()).revision).toBe(2);
    expect(revisions).toEqual([1, 2]);
  });

  it.each([['die', 'exit code 3'], ['throw', 'no memory left']] as const)('cannot be had where the worker is one to %s, and closing goes on', async (how, why) => {
    const { keeper: kept } = keeper(how);
    for (let i = 0; i < 2; i++) await expect(kept.read()).rejects.toMatchObject({ code: 'engine-failed', message: expect.stringContaining(why) });
    expect(kept.busy).toBe(false);
  });

  it('is given up where the worker never answers', async () => {
    const { keeper: kept } = keeper('hang', { patienceMs: 300, photos: () => 10 });
    await expect(kept.read()).rejects.toMatchObject({ code: 'engine-failed', message: expect.stringContaining('did not answer within 0.4 seconds') });
  });

  it('is not waited for once it is closed', async () => {
    const { keeper: kept } = keeper('hang', { patienceMs: 600_000 });
    const unanswered = kept.read();
    unanswered.catch(() => undefined); // looked at below
    await kept.close();
    await expect(unanswered).rejects.toMatchObject({ code: 'no-library' });
  });

  it('is not read, and starts no worker, after it was closed', async () => {
    const { keeper: kept, revisions } = keeper('answer');
    await kept.close();
    await expect(kept.read()).rejects.toMatchObject({ code: 'no-library' });
    await kept.refresh();
    expect(revisions).toEqual([]);
    expect(kept.busy).toBe(false);
  });
});
