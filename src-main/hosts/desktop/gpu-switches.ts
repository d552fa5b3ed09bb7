// Chromium's switches for WebGPU in the window.
import { existsSync } from 'node:fs';

/** Where Linux has the devices of graphics cards. */
const DEVICES = ['/dev/dri', '/dev/nvidiactl'];

/**
 * On Linux Chromium offers an adapter only when asked to, by switches that widen what its page can reach: so only where there is a card to gain by it.
 * The page is Kindred's own in any case. Elsewhere WebGPU is on by itself.
 * @returns name and value of each switch
 */
export function gpuSwitches(platform: NodeJS.Platform = process.platform, exists: (path: string) => boolean = existsSync): readonly (readonly [name: string, value?: string])[] {
  return platform === 'linux' && DEVICES.some(exists) ? [['enable-unsafe-webgpu'], ['enable-features', 'Vulkan']] : [];
}
