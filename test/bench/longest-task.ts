// The longest task of a page's main thread, in that thread's own time: what other processes take on a busy machine does not count. From the
// browser's trace, because a page itself is told how long a task took by the clock alone.

import type { Browser } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds of the thread's own time. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Promises are settled after the task itself where nothing of it is left on the stack. */
const isTask = (name: string): boolean => name === 'ThreadControllerImpl::RunTask' || name === 'BlinkScheduler_PerformMicrotaskCheckpoint';

/** Starts to measure all pages of the browser; the function that is returned ends that, and gives the longest task in ms. */
export async function measureTasks(browser: Browser): Promise<() => Promise<number>> {
  const session = await browser.newBrowserCDPSession();
  const threads = new Set<string>();
  const tasks: { readonly thread: string; readonly ms: number }[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, pid, tid, tdur = 0, args } of value as unknown as TraceEvent[]) {
      if (name === 'thread_name' && args.name === 'CrRendererMain') threads.add(`${pid} ${tid}`);
      if (isTask(name)) tasks.push({ thread: `${pid} ${tid}`, ms: tdur / 1000 });
    }
  });
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { traceBufferSizeInKb: 400_000, includedCategories: ['toplevel', '__metadata'] } });
  return async () => {
    const complete = new Promise((resolve) => void session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
    return tasks.reduce((longest, { thread, ms }) => (threads.has(thread) ? Math.max(longest, ms) : longest), 0);
  };
}
