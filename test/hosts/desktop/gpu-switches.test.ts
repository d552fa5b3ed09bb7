import { expect, test } from 'vitest';
import { gpuSwitches } from '../../../src-main/hosts/desktop/gpu-switches.ts';

test('unsafe WebGPU is asked for on Linux alone, and only where there is a graphics card', () => {
  const on = (platform: NodeJS.Platform, ...devices: string[]): string[] => gpuSwitches(platform, (path) => devices.includes(path)).map(([name]) => name);
  expect(on('linux', '/dev/dri')).toEqual(['enable-unsafe-webgpu', 'enable-features']);
  expect(on('linux', '/dev/nvidiactl')).toEqual(['enable-unsafe-webgpu', 'enable-features']);
  expect(on('linux')).toEqual([]);
  for (const platform of ['darwin', 'win32'] as const) expect(on(platform, '/dev/dri')).toEqual([]);
});
