// Runs what pauses between slices to its end.

export function finish<T>(running: Generator<number, T>): T {
  for (;;) {
    const { done, value } = running.next();
    if (done) return value;
  }
}
