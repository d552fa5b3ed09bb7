// A pre-training as a command: killed in the middle, gone on with, and what came of it in the engine.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src-main/compute/open-engine.ts';
import { embedPixels, uploadTensors } from '../../src-shared/learning/encoder/embed.ts';
import { parseWeights } from '../../src-shared/learning/encoder/weights.ts';
import { makePictures, relativeError } from '../learning/encoder/reference.ts';
import { makeZip } from './made-zip.ts';

const cli = fileURLToPath(new URL('../../src-main/cli.ts', import.meta.url));
const tiny = fileURLToPath(new URL('../learning/encoder/fixtures/tiny.bin', import.meta.url));
let root: string;
let out: string;

/** Stripes and a colour that no two of them share. */
function picture(at: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: 48 * 48 * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % 48;
    return (x * (1 + (at % 5)) * 6 + at * 37 * ((i % 3) + 1)) & 255;
  });
  return sharp(pixels, { raw: { width: 48, height: 48, channels: 3 } }).png().toBuffer();
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kindred-pretrain-'));
  out = join(root, 'run');
  const named = async (from: number, to: number): Promise<Record<string, Buffer>> =>
    Object.fromEntries(await Promise.all(Array.from({ length: to - from }, async (_, i) => [`${from + i}.png`, await picture(from + i)] as const)));
  await writeFile(join(root, 'first.zip'), makeZip(await named(0, 20)));
  await writeFile(join(root, 'second.zip'), makeZip({ ...(await named(20, 40)), 'broken.png': Buffer.from('no picture') }, { deflate: true }));
  await mkdir(join(root, 'sets/pairs/photos'), { recursive: true });
  for (let at = 0; at < 6; at++) await writeFile(join(root, `sets/pairs/photos/${at}.png`), await picture(at));
  await writeFile(join(root, 'sets/pairs/truth.json'), JSON.stringify({ truth: { '0.png': 'a', '1.png': 'a', '2.png': 'b', '3.png': 'b', '4.png': 'c', '5.png': 'c' } }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Ended { readonly code: number | null; readonly stdout: string; readonly stderr: string }

function pretrain(minutes: number, ...more: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const args = ['pretrain', '--data', join(root, 'first.zip'), join(root, 'second.zip'), '--backend', 'wasm', '--minutes', String(minutes), '--out', out, '--batch', '8', '--side', '32', '--start', tiny, ...more];
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr }))) };
}

const entries = (text: string): Record<string, unknown>[] => text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

describe('kindred pretrain', () => {
  it('goes on after a kill and makes weights, a log and a model card', { timeout: 120_000 }, async () => {
    const first = pretrain(1);
    // a second time, so that one is there to go on from that was written over another
    const checkpoint = join(out, 'checkpoint.bin');
    await written(checkpoint, await written(checkpoint, 0));
    first.child.kill('SIGKILL');
    await first.ended;
    const before = entries(await readFile(join(out, 'log.jsonl'), 'utf8'));
    expect(before.map(({ what }) => what)).toEqual(expect.arrayContaining(['begin', 'score', 'learn']));
    expect(existsSync(join(out, 'encoder.bin'))).toBe(true);

    const refused = await pretrain(1, '--seed', '2').ended;
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('contains a training on 41 pictures with seed 1, not on 41 with seed 2') });

    const left = pretrain(1);
    await written(checkpoint, await written(checkpoint, 0));
    left.child.kill('SIGTERM');
    const { code: leftCode, stdout: leftLog, stderr: why } = await left.ended;
    expect([leftCode, why]).toEqual([1, expect.stringContaining('Stopped before the end; run the same command again to resume')]);

    // what is done already counts
    const { seconds, given } = entries(leftLog).at(-1) as { seconds: number; given: number };
    const { code, stdout, stderr } = await pretrain((seconds + 4) / 60, '--sets', join(root, 'sets')).ended;
    expect(stderr).toMatch(/^computing on wasm on \d+ cores; not on webgpu: wasm was asked for/);
    expect(code, stderr).toBe(0);
    const after = entries(stdout);
    expect(after[0]).toMatchObject({ what: 'resume', backend: 'wasm', pictures: 41, heldOut: expect.any(Number) });
    expect(after[0]!.given).toBeGreaterThanOrEqual(given);
    const learned = after.filter(({ what }) => what === 'learn');
    // eight pictures a step, and the broken one now and then
    expect(learned[0]!.steps as number).toBeGreaterThan(given / 9);
    expect(learned.every(({ loss, picturesPerSecond }) => Number.isFinite(loss) && (picturesPerSecond as number) > 0)).toBe(true);
    expect(after.at(-1)).toMatchObject({ what: 'score', heldOut: { recallAt1: expect.any(Number), mAP: expect.any(Number) }, sets: { pairs: { recallAt1: expect.any(Number), mAP: expect.any(Number) } } });

    const { version, trained } = parseWeights(new Uint8Array(await readFile(join(out, 'encoder.bin'))));
    expect(version).toBe(after.at(-1)!.version);
    expect(trained).toMatchObject({ objective: 'nt-xent', pictures: 41, recipe: { seed: 1, side: 32 } });
    const card = await readFile(join(out, 'MODEL_CARD.md'), 'utf8');
    for (const words of [version, '| first.zip | 20 |', '| second.zip | 21 |', '| seed | 1 |', '| batch | 8 pictures |', 'on wasm', '| held out | ', '| pairs | ']) expect(card).toContain(words);
    expect(card).not.toContain(root);
  });

  it('makes weights that say the same in the engine as in plain kernels', async () => {
    const path = join(out, 'encoder.bin');
    const engine = await openEngine({ weights: path, workers: 1, backends: [{ name: 'wasm', usable: true, note: null }] });
    const { embeddings } = await engine.describe({ count: 2, pixels: makePictures(2) });
    await engine.close();
    await tf.setBackend('cpu');
    const weights = parseWeights(new Uint8Array(await readFile(path)));
    expect(relativeError(embeddings, await embedPixels(makePictures(2), uploadTensors(weights), weights))).toBeLessThan(1e-3);
  });

  it('says what it cannot do', async () => {
    const failed = (...args: string[]): Promise<Ended> => new Promise((resolve) => {
      const child = spawn(process.execPath, [cli, 'pretrain', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
      child.on('close', (code) => resolve({ code, stdout: '', stderr }));
    });
    expect(await failed()).toMatchObject({ code: 2, stderr: expect.stringContaining('expected --data') });
    expect(await failed('--data', root, '--minutes', '0')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected --minutes from 0.01') });
    expect(await failed('--data', root, '--objective', 'luck')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected one of nt-xent') });
    expect(await failed('--data', root, '--objective', 'supervised-contrastive')).toMatchObject({ code: 2, stderr: expect.stringContaining('use kindred train') });
    expect(await failed('--data', root, '--objective', 'all', '--miner', 'hard')).toMatchObject({ code: 2, stderr: expect.stringContaining('leave out --miner') });
    expect(await failed('--data', join(root, 'nowhere'), '--out', join(root, 'none'))).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read') });
  });
});

/** Waits until a file is newer than `than`, in milliseconds; gives its time. */
async function written(path: string, than: number): Promise<number> {
  for (;;) {
    const time = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    if (time > than) return time;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
