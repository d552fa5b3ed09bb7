// Encoders from outside on the Learn screen: what is listed, what is taken for a pack, and what is sent.
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import { addPack } from '../../../src-renderer/learn/add-pack.ts';
import { droppedPack, looksLikePack, packAmong } from '../../../src-renderer/learn/dropped-pack.ts';
import Outcome from '../../../src-renderer/learn/Outcome.svelte';
import PackList from '../../../src-renderer/learn/Packs.svelte';
import Versions from '../../../src-renderer/learn/Versions.svelte';
import { Packs } from '../../../src-renderer/state/packs.svelte.ts';
import type { EncoderVersion, EncoderVersionId } from '../../../src-shared/contract.ts';
import { MOST_PART_BYTES } from '../../../src-shared/contract/packs.ts';
import { FakeBridge, madePack, untrained } from '../fake-bridge.ts';

const scores = (recallAt1: number): { readonly recallAt1: number; readonly mAP: number; readonly auc: null } => ({ recallAt1, mAP: recallAt1, auc: null });
const ignore = (): void => {};
const file = (name: string, size = 3, path = ''): File => Object.defineProperty(new File([new Uint8Array(size)], name), 'webkitRelativePath', { value: path });
const htmlOf = (component: unknown, props: Record<string, unknown>): string => render(component as Component, { props }).body;
const textOf = (html: string): string => html.replace(/<!--.*?-->/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const list = { packs: [madePack], versions: [] as EncoderVersion[], adding: null, busy: false, onadd: ignore, onstop: ignore, onuse: ignore, onremove: ignore };
const version = (inUse: boolean): EncoderVersion => ({ id: 2 as EncoderVersionId, name: madePack.id, shipped: false, inUse, createdAt: 0, trained: null, pack: { id: madePack.id, title: 'Made net', before: scores(0.6), after: scores(0.75), heldOut: 30 } });

describe('the list', () => {
  it('says where an encoder comes from and what it scored here, and offers to try it', () => {
    const text = textOf(htmlOf(PackList, list));
    expect(text).toMatch(/Made net.*Apache-2\.0.*88 MB.*https:\/\/example\.org\/net.*Try it Remove.*Add from a file… Add from a folder…/);
    expect(text).not.toContain('Use anyway');
    expect(textOf(htmlOf(PackList, { ...list, packs: [{ ...madePack, words: true }] }))).toContain('understands words');
    expect(textOf(htmlOf(PackList, { ...list, versions: [version(false)] }))).toMatch(/Finds 75\.0%; the one it was compared with, 60\.0%.*Try again Use anyway Remove/);
  });

  it('offers nothing for the one in use, which the other list leaves out', () => {
    const html = htmlOf(PackList, { ...list, versions: [version(true)] });
    expect(textOf(html)).toContain('in use');
    expect(html).not.toMatch(/pack-(use|remove)/);
    const shipped: EncoderVersion = { ...version(false), id: 1 as EncoderVersionId, name: 'kindred-1', shipped: true, pack: null };
    const versions = htmlOf(Versions, { versions: [version(true), shipped], busy: false, onuse: ignore, ondelete: ignore });
    expect(versions.match(/encoder-row/g)).toHaveLength(1);
    expect(textOf(versions)).toContain('Use this one');
  });

  it('keeps one that an adapter needs, which is listed with the trained ones', () => {
    const trained = { before: scores(0.7), after: scores(0.8), photos: 40, seconds: 90, backend: 'wasm', base: madePack.id };
    const adapter = { ...version(true), id: 3 as EncoderVersionId, name: 'adapter-1', trained };
    const of = (inUse: boolean): string => htmlOf(PackList, { ...list, versions: [{ ...adapter, inUse }, version(false)] });
    expect(textOf(of(true))).toMatch(/in use, with an adapter.*Try again Use anyway/);
    expect(of(true)).not.toContain('pack-remove');
    expect(of(false)).toContain('pack-remove');
    const text = textOf(htmlOf(Versions, { versions: [adapter, version(false)], busy: false, onuse: ignore, ondelete: ignore }));
    expect(text).toMatch(/Made net, adapted on .*in use.*Finds 80\.0%, before it 70\.0%/);
  });

  it('shows one that is being added', () => {
    expect(textOf(htmlOf(PackList, { ...list, adding: { name: 'net.zip', share: 0.25 } }))).toMatch(/Copying net\.zip.*Cancel/);
    const trying = htmlOf(PackList, { ...list, adding: { name: 'net.zip', share: 1 } });
    expect(textOf(trying)).toContain('Trying net.zip');
    expect(trying).not.toContain('pack-add-file');
  });

  it('says how trying one ended', () => {
    const outcome = { before: scores(0.6), after: scores(0.75), gain: { score: 0.15, error: 0.02 } };
    const of = (adopted: boolean): string => textOf(htmlOf(Outcome, { progress: { ...untrained, phase: 'done', job: 'pack', outcome: { ...outcome, adopted }, heldOut: 30 }, oncontrol: ignore, ongroups: ignore }));
    expect(of(true)).toMatch(/The encoder from outside is in use.*finds the photo in 75\.0% of cases; the one before does in 60\.0%.*rose by 15\.0 points, ± 2\.0\./);
    expect(of(false)).toContain('It is not better here: the encoder stays');
    expect(textOf(htmlOf(Outcome, { progress: { ...untrained, phase: 'failed', job: 'pack', error: { name: 'E', code: 'pack-refused', message: 'the model crashed' } }, oncontrol: ignore, ongroups: ignore }))).toContain('This encoder cannot be used. (the model crashed)');
  });
});

describe('what is chosen or dropped', () => {
  it('is a pack if it is a zip file, or has a pack.json', async () => {
    expect(packAmong([file('net.ZIP')])).toMatchObject({ name: 'net.ZIP' });
    expect(packAmong([file('a.jpg')])).toBeNull();
    expect(packAmong([file('a.zip'), file('b.zip')])).toBeNull();
    const files = [file('pack.json', 3, 'net/pack.json'), file('model.onnx', 9, 'net/model.onnx'), file('model.onnx', 9, 'net/old/model.onnx')];
    expect(packAmong(files)).toEqual({ name: 'net', files: files.slice(0, 2) });
    const fileItem = { kind: 'file', type: '', webkitGetAsEntry: () => ({ isDirectory: false }) };
    expect(await droppedPack({ items: [fileItem] as never, files: [file('a.jpg')] as never })).toBeNull();
    const entries = files.slice(0, 2).map((each) => ({ isFile: true, file: (done: (given: File) => void) => done(each) }));
    let portions = [entries, []] as unknown[][];
    const folder = { isDirectory: true, name: 'net', createReader: () => ({ readEntries: (done: (given: unknown) => void) => done(portions.shift()) }) };
    expect(await droppedPack({ items: [{ ...fileItem, webkitGetAsEntry: () => folder }] as never, files: [] as never })).toEqual({ name: 'net', files: files.slice(0, 2) });
    portions = [[entries[1]!], []];
    expect(await droppedPack({ items: [{ ...fileItem, webkitGetAsEntry: () => folder }] as never, files: [] as never })).toBeNull();
    expect(looksLikePack([{ kind: 'file', type: 'application/zip' }] as never)).toBe(true);
    expect(looksLikePack([{ kind: 'file', type: 'image/jpeg' }] as never)).toBe(false);
    expect(looksLikePack([] as never)).toBe(false);
  });
});

describe('adding', () => {
  it('sends every file in parts, then has it added', async () => {
    const bridge = new FakeBridge();
    const packs = new Packs(bridge);
    await packs.read();
    expect(packs.all).toEqual([]);
    expect(await packs.add('net', [file('pack.json', 5), file('model.onnx', MOST_PART_BYTES + 7), file('empty', 0)])).toEqual(madePack);
    const sent = bridge.asked.filter(({ name }) => name === 'packs.receive').map(({ input }) => input as { readonly file: string; readonly bytes: Uint8Array; readonly upload: string });
    expect(sent.map(({ file: of, bytes }) => [of, bytes.length])).toEqual([['pack.json', 5], ['model.onnx', MOST_PART_BYTES], ['model.onnx', 7], ['empty', 0]]);
    expect(new Set(sent.map(({ upload }) => upload)).size).toBe(1);
    expect(packs.all).toEqual([madePack]);
    expect(packs.adding).toBeNull();
    await packs.remove(madePack.id);
    expect(packs.all).toEqual([]);
  });

  it('gives up what was sent where it fails or is stopped', async () => {
    const bridge = new FakeBridge();
    bridge.failing.set('packs.add', { name: 'E', code: 'pack-refused', message: 'no' });
    const packs = new Packs(bridge);
    await expect(packs.add('net', [file('net.zip')])).rejects.toThrow('no');
    expect(bridge.asked.at(-1)!.name).toBe('packs.cancel');
    const adding = packs.add('net', [file('net.zip', 3 * MOST_PART_BYTES)]);
    expect(packs.adding).toEqual({ name: 'net', share: 0 });
    expect(await packs.add('other', [])).toBeNull();
    await packs.stop();
    expect(await adding).toBeNull();
    expect(bridge.asked.at(-1)!.name).toBe('packs.cancel');
    expect(packs.adding).toBeNull();
  });

  it('shows where it goes on, and says what is no pack', async () => {
    const said: string[] = [];
    const bridge = new FakeBridge();
    const kindred = { packs: new Packs(bridge), places: { now: { screen: 'groups' }, show: (screen: string) => said.push(screen) }, toasts: { say: (text: string) => said.push(text) }, attempt: async (work: Promise<unknown>) => work } as never;
    await addPack(kindred, null);
    await addPack(kindred, { name: 'net', files: [file('net.zip')] });
    expect(said).toEqual([expect.stringContaining('This is no encoder'), 'learn', 'Made net was added. Try it on your photos.']);
  });
});
