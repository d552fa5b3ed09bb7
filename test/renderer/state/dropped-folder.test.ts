// A folder dropped on the window.
import { describe, expect, it } from 'vitest';
import { folderIn, openDropped } from '../../../src-renderer/state/dropped-folder.ts';

const item = (isDirectory: boolean) => ({ kind: 'file', webkitGetAsEntry: () => ({ isDirectory }) });
const dropped = (items: readonly object[], ...names: string[]): Pick<DataTransfer, 'items' | 'files'> => ({ items, files: names.map((name) => new File([], name)) }) as never;

describe('a folder that is dropped', () => {
  it('is one, and nothing else with it', () => {
    expect(folderIn(dropped([item(true)], 'Photos'))?.name).toBe('Photos');
    expect(folderIn(dropped([{ kind: 'string', webkitGetAsEntry: () => null }, item(true)], 'Photos'))?.name).toBe('Photos');
    expect(folderIn(dropped([item(false)], 'a.jpg'))).toBeNull();
    expect(folderIn(dropped([item(true), item(true)], 'Photos', 'More'))).toBeNull();
    expect(folderIn(dropped([]))).toBeNull();
  });

  it('is opened where its place is known, and asked for otherwise', async () => {
    const opened: string[] = [];
    const said: string[] = [];
    const kindred = (pathOf?: (file: File) => string) => ({ bridge: { ...(pathOf && { pathOf }) }, recognising: { open: async (path: string) => void opened.push(path) }, toasts: { say: (text: string) => said.push(text) } }) as never;
    await openDropped(kindred(({ name }) => `/home/${name}`), new File([], 'Photos'));
    await openDropped(kindred(() => ''), new File([], 'Photos'));
    await openDropped(kindred(), new File([], 'Photos'));
    expect(opened).toEqual(['/home/Photos']);
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('Photos');
  });
});
