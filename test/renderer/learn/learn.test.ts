// The Learn screen: what it shows in each state, and what its session requests over a fake bridge.

import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { afterEach, describe, expect, it } from 'vitest';
import Backends from '../../../src-renderer/learn/Backends.svelte';
import Budget from '../../../src-renderer/learn/Budget.svelte';
import Outcome from '../../../src-renderer/learn/Outcome.svelte';
import Run from '../../../src-renderer/learn/Run.svelte';
import Versions from '../../../src-renderer/learn/Versions.svelte';
import { about, budgets, verdict, weighed } from '../../../src-renderer/learn/words.ts';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { Kindred } from '../../../src-renderer/state/kindred.svelte.ts';
import type { EncoderScores, EncoderVersion, EncoderVersionId, TrainProgress } from '../../../src-shared/contract.ts';
import { FakeBridge, forgetful, untrained } from '../fake-bridge.ts';

const scores = (recallAt1: number, mAP: number, auc: number | null = null): EncoderScores => ({ recallAt1, mAP, auc });
const running: TrainProgress = {
  ...untrained, phase: 'training', seconds: 90, budget: 360, secondsLeft: 270, speed: 61.4, photos: 303, heldOut: 33, backend: 'wasm', depth: 'last-blocks',
  loss: [{ at: 3, value: 2.4 }, { at: 90, value: 1.3 }], score: [{ at: 0, value: 0.87 }, { at: 60, value: 0.885 }]
};
const better = { adopted: true, before: scores(0.87, 0.9), after: scores(0.91, 0.93) };

/** A component is a function of its props. */
type Drawn<P> = (internals: never, props: P) => unknown;

/** The words of a component, as the page's reader sees them. */
function textOf<P>(component: Drawn<P>, props: NoInfer<P>): string {
  const body = htmlOf(component, props);
  return body.replace(/<!--.*?-->/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

function htmlOf<P>(component: Drawn<P>, props: NoInfer<P>): string {
  return render(component as unknown as Component, { props: props as Record<string, unknown> }).body; // checked above to fit each other
}
const ignore = () => {};

async function madeKindred(bridge = new FakeBridge()): Promise<Kindred> {
  const kindred = new Kindred(bridge, { ...forgetful, openPort: () => ({ ask: () => new Promise(() => {}), close: ignore }) });
  await kindred.start();
  await kindred.library!.learning.refresh();
  await kindred.library!.learning.read();
  return kindred;
}

afterEach(() => messages.speak('en', 'en'));

describe('what is shown', () => {
  it('offers durations in words, the suggested one in the middle', () => {
    expect(budgets(6)).toEqual([2, 6, 24]);
    expect(budgets(1)).toEqual([1, 2, 4]);
    expect([0.2, 6, 60, 120, 24 * 60].map(about)).toEqual(['about 1 minute', 'about 6 minutes', 'about 60 minutes', 'about 2 hours', 'about 24 hours']);
    expect(textOf(Budget, { suggested: 6, onstart: ignore })).toMatch(/Short about 2 minutes.*Recommended about 6 minutes.*Thorough about 24 minutes.*Start learning/);
  });

  it('shows the progress, speed, time left, backend and depth of a run', () => {
    const text = textOf(Run, { progress: running, share: 0.25, oncontrol: ignore });
    expect(text).toContain('Learning 5 minutes left · 61 photos per second'.replace(' · ', ' '));
    expect(text).toMatch(/Pause .*Cancel/);
    expect(text).toMatch(/Score 88\.5% .*Details Loss 1\.30/);
    expect(text).toContain('303 photos to learn from, 33 held back');
    expect(htmlOf(Run, { progress: running, share: 0.25, oncontrol: ignore })).toContain('aria-valuenow="25"');
  });

  it('offers to resume a paused run, and says why an interrupted one stopped', () => {
    const text = textOf(Run, { progress: { ...running, phase: 'paused', notices: [{ kind: 'interrupted' }] }, share: 0.25, oncontrol: ignore });
    expect(text).toMatch(/Paused .*Resume .*cut off before its end/);
  });

  it('says which backend failed, why, and which took over', () => {
    const notices = [{ kind: 'backend-failed', from: 'webgpu', to: 'wasm', reason: 'the device was lost' }] as const;
    const text = textOf(Run, { progress: { ...running, notices }, share: 0.25, oncontrol: ignore });
    expect(text).toContain('WebGPU on the graphics processor failed, so WebAssembly on the processor took over. the device was lost');
  });

  it('shows the result either way', () => {
    expect(verdict(better)).toBe('Shown a piece of a photo, it finds the photo in 91.0% of cases instead of 87.0%.');
    expect(verdict({ adopted: true, before: scores(0.9, 0.9, 0.6), after: scores(0.9, 0.9, 0.7) })).toBe('Its score is 80.0% instead of 75.0%.');
    expect(verdict({ ...better, adopted: false, after: scores(0.86, 0.89) })).toContain('finds the photo in 86.0% of cases; the one in use does in 87.0%');
    expect(verdict({ ...better, adopted: false, after: scores(0.88, 0.89) })).toBe('The trained one scores 89.0%; the one in use scores 90.0%.');
    const done: TrainProgress = { ...running, phase: 'done', outcome: better };
    expect(textOf(Outcome, { progress: done, oncontrol: ignore, ongroups: ignore })).toMatch(/The new encoder is better and now in use .*Measured on 33 photos.*See the groups Details .*at first try 87\.0% → 91\.0%.*Loss/);
    expect(textOf(Outcome, { progress: { ...done, outcome: { ...better, adopted: false } }, oncontrol: ignore, ongroups: ignore })).toContain('Nothing better came of it: the encoder stays');
    messages.speak('ko', 'ko');
    expect(verdict(better)).toBe('사진의 일부를 보여 주면 91.0%의 경우에 그 사진을 찾아냅니다. 전에는 87.0%였습니다.');
  });

  it('says the gain with its error, and why a gain within it does not count', () => {
    const gain = { score: 0.0312, error: 0.0149 };
    expect(weighed({ ...better, gain })).toBe('The score rose by 3.1 points, ± 1.5.');
    expect(weighed({ ...better, adopted: false, gain: { score: 0.004, error: 0.0149 } })).toBe('The score rose by 0.4 points, ± 1.5, which may be chance: only a gain larger than its error counts.');
    expect(weighed({ ...better, adopted: false, gain: { score: -0.02, error: 0.0149 } })).toBe('The score fell by 2.0 points, ± 1.5.');
    expect(weighed(better), 'a run of an earlier version').toBe('');
  });

  it('names the cause of a failure and offers to resume or give up', () => {
    const error = { name: 'CodedError', code: 'disk-full', message: 'ENOSPC' } as const;
    expect(textOf(Outcome, { progress: { ...running, phase: 'failed', error }, oncontrol: ignore, ongroups: ignore })).toMatch(/Learning stopped The disk is full\..*Go on Give up/);
  });

  it('says why no faster backend is used', () => {
    const backends = [{ name: 'tensorflow', usable: false, note: 'it found no CUDA device' }, { name: 'webgpu', usable: true, note: null }, { name: 'wasm', usable: true, note: null }];
    expect(textOf(Backends, { backends, now: 'wasm' })).toMatch(/learns with WebAssembly on the processor\. .*CUDA.* it found no CUDA device .*WebGPU on the graphics processor It failed during this run/);
    expect(textOf(Backends, { backends: backends.slice(2), now: null })).not.toContain('Why not');
  });

  it('says which backend looks at photos and which learns, each with the better ones that do not', () => {
    const native = { name: 'native', usable: true, note: null, only: 'looking' } as const;
    const wasm = { name: 'wasm', usable: true, note: null };
    const webgpu = { name: 'webgpu', usable: false, note: 'no GPU was found' };
    expect(textOf(Backends, { backends: [native, webgpu, wasm], now: null }).trim()).toMatch(/^Looks at photos with ONNX Runtime on the processor; learns with WebAssembly on the processor\. Why not .* WebGPU on the graphics processor no GPU was found$/);
    expect(textOf(Backends, { backends: [{ ...native, note: 'DirectML' }, native, wasm], now: null }).trim()).toBe('Looks at photos with ONNX Runtime on DirectML; learns with WebAssembly on the processor.');
    expect(textOf(Backends, { backends: [{ ...native, usable: false, note: 'it did not load' }, wasm], now: null }).trim()).toMatch(/^Looks at photos and learns with WebAssembly on the processor\. .* ONNX Runtime it did not load$/);
    // forced: the others only learn
    expect(textOf(Backends, { backends: [native, { ...wasm, only: 'learning' }], now: null }).trim()).toBe('Looks at photos with ONNX Runtime on the processor; learns with WebAssembly on the processor.');
  });

  it('lists the shipped one as it was before, which can be gone back to and deleted', () => {
    const shipped: EncoderVersion = { id: 2 as EncoderVersionId, name: 'kindred-1-2looks', shipped: true, inUse: true, createdAt: 0, trained: null, pack: null };
    const html = htmlOf(Versions, { versions: [shipped, { ...shipped, id: 1 as EncoderVersionId, name: 'kindred-1', shipped: false, inUse: false }], busy: false, onuse: ignore, ondelete: ignore });
    expect(html).toContain('The one that came with Kindred, as it was');
    expect(html).toContain('Looks at whole photos only');
    expect(html.match(/data-testid="encoder-(use|delete)"/g)).toEqual(['data-testid="encoder-use"', 'data-testid="encoder-delete"']);
  });

  it('lists the encoders with scores, and does not offer to delete the one in use or the shipped one', () => {
    const trained: EncoderVersion = { id: 2 as EncoderVersionId, name: 'tuned-1', shipped: false, inUse: false, createdAt: 0, trained: { ...better, photos: 303, seconds: 360, backend: 'wasm' }, pack: null };
    const shipped: EncoderVersion = { id: 1 as EncoderVersionId, name: 'kindred-1', shipped: true, inUse: true, createdAt: 0, trained: null, pack: null };
    const list = { versions: [trained, shipped], busy: false, onuse: ignore, ondelete: ignore };
    expect(textOf(Versions, list)).toMatch(/Finds 91\.0%, before it 87\.0%.*303 photos.*about 6 minutes.*Use this one Delete .*came with Kindred in use/);
    const html = htmlOf(Versions, { ...list, versions: [{ ...trained, inUse: true }, { ...shipped, inUse: false }] });
    expect(html.match(/encoder-use/g)).toHaveLength(1);
    expect(html).not.toContain('encoder-delete');
  });
});

describe('a session', () => {
  it('starts with the chosen duration, pauses, resumes and is cancelled', async () => {
    const bridge = new FakeBridge();
    const { learning } = (await madeKindred(bridge)).library!;
    expect([learning.running, learning.share, learning.plan?.minutes]).toEqual([false, null, 6]);
    await learning.start(2);
    expect(bridge.asked.at(-1)).toEqual({ name: 'train.start', input: { minutes: 2 } });
    bridge.emit('train.progress', running);
    expect([learning.running, learning.share]).toEqual([true, 0.25]);
    await learning.control('pause');
    expect([learning.running, learning.progress?.phase]).toEqual([true, 'paused']);
    await learning.control('resume');
    await learning.control('cancel');
    expect([learning.running, learning.share]).toEqual([false, null]);
    expect(bridge.asked.slice(-3).map(({ name }) => name)).toEqual(['train.pause', 'train.resume', 'train.cancel']);
  });

  it('reports on any other screen how a run ended, with a link to it', async () => {
    const bridge = new FakeBridge();
    const kindred = await madeKindred(bridge);
    for (const [end, words] of [
      [{ outcome: better }, 'The new encoder is better and now in use'],
      [{ outcome: { ...better, adopted: false } }, 'Nothing better came of it: the encoder stays'],
      [{ phase: 'failed' }, 'Learning stopped'],
      [{ job: 'switch' }, 'The other encoder is in use']
    ] as const) {
      bridge.emit('train.progress', running);
      bridge.emit('train.progress', { ...running, phase: 'done', ...end });
      expect(kindred.toasts.current?.text).toBe(words);
    }
    kindred.toasts.dismiss();
    bridge.emit('train.progress', running);
    bridge.emit('train.progress', { ...running, phase: 'failed' });
    kindred.toasts.current?.action?.run();
    expect(kindred.places.now.screen).toBe('learn');
    kindred.toasts.dismiss();
    bridge.emit('train.progress', running);
    bridge.emit('train.progress', { ...running, phase: 'cancelled' });
    bridge.emit('train.progress', running);
    bridge.emit('train.progress', { ...running, phase: 'done', outcome: better });
    expect(kindred.toasts.current).toBeNull();
  });

  it('switches to another encoder and deletes one', async () => {
    const bridge = new FakeBridge();
    bridge.versions = [{ id: 2 as EncoderVersionId, name: 'tuned', shipped: false, inUse: true, createdAt: 1, trained: null, pack: null }, { ...bridge.versions[0]!, inUse: false }];
    const { learning } = (await madeKindred(bridge)).library!;
    await learning.use(1 as EncoderVersionId);
    expect(learning.versions?.map(({ inUse }) => inUse)).toEqual([false, true]);
    await learning.remove(2 as EncoderVersionId);
    expect(learning.versions?.map(({ id }) => id)).toEqual([1]);
  });

  it('ignores a reply that an event has overtaken', async () => {
    const bridge = new FakeBridge();
    const { learning } = (await madeKindred(bridge)).library!;
    bridge.training = { ...running, job: 'switch' };
    const asked = learning.control('resume');
    bridge.emit('train.progress', { ...running, job: 'switch', phase: 'done' });
    await asked;
    expect(learning.progress?.phase).toBe('done');
    expect(learning.running).toBe(false);
  });

  it('stops listening when its library is closed', async () => {
    const bridge = new FakeBridge();
    await madeKindred(bridge);
    bridge.emit('library.closed', null);
    expect([bridge.listeners('train.progress'), bridge.listeners('encoder.changed')]).toEqual([0, 0]);
  });
});
