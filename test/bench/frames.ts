// How smoothly a page draws while something is done to it, and what it and its server hold in memory.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

interface Watching {
  kindredFrames?: number[];
}

/** The 95th percentile of the times between frames while `act` is done, in ms. */
export async function frameTimes(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const watching = globalThis as Watching;
    const frames: number[] = (watching.kindredFrames = []);
    let last = performance.now();
    const frame = (now: number): void => {
      if (watching.kindredFrames !== frames) return;
      frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await act();
  const frames = await page.evaluate(() => {
    const watching = globalThis as Watching;
    const seen = watching.kindredFrames ?? [];
    delete watching.kindredFrames;
    return seen;
  });
  const ordered = frames.slice(1).sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length * 0.95)] ?? NaN;
}

/** Heap of the page in MB, after its garbage is collected. */
export async function pageMemory(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; embedderHeapUsedSize?: number; backingStorageSize?: number }; // newer browsers tell all three
  await session.detach();
  return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1e6;
}

/** What a process holds in memory, in MB; NaN where the system does not say. */
export function processMemory(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000;
  } catch {
    return NaN; // not Linux
  }
}
