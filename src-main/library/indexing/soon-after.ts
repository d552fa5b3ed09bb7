// Waiting for work that cannot be cancelled: once a stop is asked for, only a moment longer.

/** What `work` gives, or `null` where it has not ended `ms` after `signal` was aborted; it goes on by itself. */
export function soonAfter<T>(signal: AbortSignal, work: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = (): void => void setTimeout(() => resolve(null), ms).unref();
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
