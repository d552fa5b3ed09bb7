// Waits for work that cannot be cancelled, but only briefly once a stop was requested.

/** The result of `work`, or `null` if it has not ended `ms` after `signal` was aborted; it then continues unattended. */
export function soonAfter<T>(signal: AbortSignal, work: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stop = (): void => void setTimeout(() => resolve(null), ms).unref();
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
