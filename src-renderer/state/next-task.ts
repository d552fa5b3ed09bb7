// Lets the page draw and answer in the midst of long work.

/** Resolves in a task of its own. */
export function nextTask(): Promise<void> {
  // not in every browser yet, nor in tests
  const yields = (globalThis as { readonly scheduler?: { yield?(): Promise<void> } }).scheduler;
  return yields?.yield?.() ?? new Promise((resolve) => void setTimeout(resolve));
}
