import { afterEach, describe, expect, it, vi } from 'vitest';
import { explain, explainLearning, findBackends, forcedBackend, type Probe, withWindow } from '../../src-main/compute/backends.ts';
import { type Backend, type Candidate, forLearning, forLooking, looksNatively } from '../../src-main/compute/backend.ts';
import { noSoftwareGpu, softwareGpu } from './software-gpu.ts';

/** Answers with a device (`null`: the processor) or, for what is a sentence, with a failure for that reason. */
function probeOf(outcomes: Partial<Record<Backend, string | null>>): Probe {
  return async (backend) => {
    const outcome = outcomes[backend];
    if (backend === 'native' && outcome === undefined) throw new Error('it is not installed');
    if (outcome === undefined) throw new Error(`${backend} is not there`);
    if (outcome?.startsWith('!')) throw new Error(outcome.slice(1));
    return { device: outcome };
  };
}

const names = (found: readonly Candidate[]): string[] => found.map(({ name, usable }) => `${usable ? '+' : '-'}${name}`);

afterEach(() => vi.unstubAllEnvs());

describe('the backends of a machine and its windows', () => {
  const card = { device: 'A card', software: false };
  const none: readonly Candidate[] = [{ name: 'webgpu', usable: false, note: 'no GPU was found' }, { name: 'wasm', usable: true, note: null }];

  it("take a window's GPU if the machine itself offers none", () => {
    expect(withWindow(none, card, null)).toEqual([{ name: 'webgpu', usable: true, note: 'A card, in the window', inWindow: true }, none[1]]);
    expect(withWindow(none, undefined, null)).toBe(none);
    expect(withWindow(none, null, null)[0]).toEqual({ name: 'webgpu', usable: false, note: 'no GPU was found; nor has the window one' });
    const own: readonly Candidate[] = [{ name: 'webgpu', usable: true, note: 'the same card' }];
    expect(withWindow(own, card, null)).toBe(own);
  });

  it('refuse a software GPU unless it is forced, and any GPU if another backend is forced', () => {
    const software = { device: 'SwiftShader', software: true };
    expect(withWindow(none, software, null)[0]).toEqual({ name: 'webgpu', usable: false, note: 'only a software GPU was found in the window (SwiftShader)' });
    expect(withWindow(none, software, 'webgpu')[0]).toMatchObject({ usable: true, inWindow: true });
    expect(withWindow(none, card, 'wasm')).toBe(none);
  });
});

describe('ONNX Runtime among the backends', () => {
  const others = { webgpu: 'a card', tensorflow: '!it is not installed', wasm: null } as const;

  it('comes first to look at photos, and never learns', async () => {
    const found = await findBackends({ forced: null, probe: probeOf({ ...others, native: null }) });
    expect(names(found)).toEqual(['+native', '+webgpu', '-tensorflow', '+wasm']);
    expect(looksNatively(found)).toBe(true);
    expect(names(forLooking(found))).toEqual(names(found));
    expect(names(forLearning(found))).toEqual(['+webgpu', '-tensorflow', '+wasm']);
    expect(explain('native')).toMatch(/^computing on native on \d+ cores$/);
    expect(explainLearning(found)).toBe('computing on webgpu (a card)');
  });

  it('gives way to the others if it does not start, and says why', async () => {
    const found = await findBackends({ forced: null, probe: probeOf({ ...others, native: '!ONNX Runtime did not load: no such file' }) });
    expect(found[0]).toEqual({ name: 'native', usable: false, note: 'ONNX Runtime did not load: no such file', only: 'looking' });
    expect(looksNatively(found)).toBe(false);
    expect(explain('webgpu', found.slice(0, 1), 'a card')).toBe('computing on webgpu (a card); not on native: ONNX Runtime did not load: no such file');
  });

  it('is used with the providers that are worth it, before the processor', async () => {
    const tried = [{ provider: 'dml', usable: true, note: 'DirectML' }, { provider: 'coreml', usable: false, note: 'CoreML failed: no device' }] as const;
    const found = await findBackends({ forced: null, probe: async (backend) => (backend === 'native' ? { device: null, tried } : probeOf(others)(backend, false)) });
    expect(found.slice(0, 3)).toEqual([
      { name: 'native', usable: true, note: 'DirectML', only: 'looking', provider: 'dml' },
      { name: 'native', usable: false, note: 'CoreML failed: no device', only: 'looking', provider: 'coreml' },
      { name: 'native', usable: true, note: null, only: 'looking' }
    ]);
    expect(explain('native', [], found[0]!.note)).toBe('computing on native (DirectML)');
  });

  it('leaves learning to the others if it is forced, and is left out if another is', async () => {
    const forced = await findBackends({ forced: 'native', probe: probeOf({ ...others, native: null }) });
    expect(names(forLooking(forced))).toEqual(['+native']);
    expect(names(forLearning(forced))).toEqual(['+webgpu', '-tensorflow', '+wasm']);
    expect(names(forLooking(withWindow(await findBackends({ forced: 'native', probe: probeOf({ native: null, wasm: null }) }), { device: 'A card', software: false }, 'native')))).toEqual(['+native']);
    const other = await findBackends({ forced: 'wasm', probe: probeOf({ ...others, native: null }) });
    expect(other[0]).toEqual({ name: 'native', usable: false, note: 'wasm was asked for', only: 'looking' });
  });
});

describe('the backends of a machine', () => {
  it('start with TensorFlow if it has CUDA', async () => {
    const found = await findBackends({ forced: null, probe: probeOf({ tensorflow: 'CUDA', webgpu: 'a card', wasm: null }) });
    expect(names(found)).toEqual(['-native', '+tensorflow', '+webgpu', '+wasm']);
    expect(found[1]).toEqual({ name: 'tensorflow', usable: true, note: 'CUDA' });
  });

  it('start with WebGPU if TensorFlow only has the CPU, and say so', async () => {
    const found = await findBackends({ forced: null, probe: probeOf({ tensorflow: null, webgpu: 'a card', wasm: null }) });
    expect(names(found)).toEqual(['-native', '+webgpu', '+tensorflow', '+wasm']);
    expect(found[2]!.note).toBe('tfjs-node-gpu is installed but found no CUDA device, so it runs on the processor');
  });

  it('fall back to TensorFlow on the CPU, and to WebAssembly, with every reason', async () => {
    const without = { webgpu: '!no GPU was found', wasm: null };
    expect(names(await findBackends({ forced: null, probe: probeOf({ ...without, tensorflow: null }) }))).toEqual(['-native', '-webgpu', '+tensorflow', '+wasm']);
    const found = await findBackends({ forced: null, probe: probeOf({ ...without, tensorflow: '!it is not installed' }) });
    expect(found.slice(1)).toEqual([
      { name: 'webgpu', usable: false, note: 'no GPU was found' },
      { name: 'tensorflow', usable: false, note: 'it is not installed' },
      { name: 'wasm', usable: true, note: null }
    ]);
    expect(explain('wasm', found.slice(1, 3))).toMatch(/^computing on wasm on \d+ cores; not on webgpu: no GPU was found; tensorflow: it is not installed$/);
    expect(explain('webgpu', [], 'a card')).toBe('computing on webgpu (a card)');
  });

  it('are only the forced one, whether it starts or not', async () => {
    const probe = vi.fn(probeOf({ tensorflow: 'CUDA', webgpu: 'software', wasm: null, cpu: null }));
    const found = await findBackends({ forced: 'webgpu', probe });
    expect(found.filter(({ usable }) => usable)).toEqual([{ name: 'webgpu', usable: true, note: 'software' }]);
    expect(found.find(({ name }) => name === 'wasm')).toEqual({ name: 'wasm', usable: false, note: 'webgpu was asked for' });
    // only what is forced is tried, and software will do for it
    expect(probe.mock.calls).toEqual([['webgpu', true]]);
    expect(names(await findBackends({ forced: 'webgpu', probe: probeOf({}) }))).toEqual(['-native', '-webgpu', '-tensorflow', '-wasm']);
    expect(names(await findBackends({ forced: 'cpu', probe }))).toContain('+cpu');
  });

  it('are probed without accepting software if nothing is forced', async () => {
    const probe = vi.fn(probeOf({ wasm: null }));
    await findBackends({ forced: null, probe });
    expect(probe.mock.calls).toEqual([['native', false], ['tensorflow', false], ['webgpu', false], ['wasm', false]]);
  });

  it('follow KINDRED_BACKEND', async () => {
    vi.stubEnv('KINDRED_BACKEND', 'wasm');
    expect(forcedBackend()).toBe('wasm');
    expect(names(await findBackends({ probe: probeOf({ wasm: null }) }))).toEqual(['-native', '-webgpu', '-tensorflow', '+wasm']);
    vi.stubEnv('KINDRED_BACKEND', '');
    expect(forcedBackend()).toBeNull();
    vi.stubEnv('KINDRED_BACKEND', 'abacus');
    await expect(findBackends({ probe: probeOf({}) })).rejects.toThrow(new RangeError('KINDRED_BACKEND: expected one of native, tensorflow, webgpu, wasm, cpu, got abacus'));
  });

  it('are really probed: each is usable or says why not, without blocking the event loop', async () => {
    // in processor time of this thread, which does not pass while other processes have the processor
    const spent = (): number => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1000;
    };
    let longest = 0;
    let last = spent();
    const watch = setInterval(() => {
      longest = Math.max(longest, spent() - last);
      last = spent();
    }, 5);
    const found = await findBackends({ forced: null });
    clearInterval(watch);
    expect(found.map(({ name }) => name).toSorted()).toEqual(['native', 'tensorflow', 'wasm', 'webgpu']);
    expect(found.at(-1)).toEqual({ name: 'wasm', usable: true, note: null });
    for (const { usable, note } of found) if (!usable) expect(note).toMatch(/\w+ \w+ \w+/);
    expect(longest).toBeLessThan(2000);
  });

  it.skipIf(noSoftwareGpu)(`refuse a software GPU, unless it is forced${noSoftwareGpu}`, async () => {
    for (const [name, value] of Object.entries(softwareGpu ?? {})) vi.stubEnv(name, value);
    expect((await findBackends({ forced: null })).find(({ name }) => name === 'webgpu')).toMatchObject({
      usable: false, note: expect.stringMatching(/^only a software GPU was found \(SwiftShader/)
    });
    expect((await findBackends({ forced: 'webgpu' })).find(({ name }) => name === 'webgpu')).toMatchObject({ usable: true, note: expect.stringContaining('SwiftShader') });
  });
});
