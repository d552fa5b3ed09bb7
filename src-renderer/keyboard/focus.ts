// Where keys go: to what a screen is about when it comes up, and to what a key moved to.

/** Whether anybody has touched the page. Not `navigator.userActivation`, which whoever drives a browser sets as well. */
let touched = false;
for (const kind of ['keydown', 'pointerdown'] as const) addEventListener(kind, () => (touched = true), { once: true, capture: true });

/**
 * Focuses the first match in `root` once it is drawn, if nothing has the focus by then; on a page that nobody has touched yet at the
 * first key, for until then a ring would stand there unasked. Returns the function that gives up.
 */
export function takeFocus(root: HTMLElement, selector: string): () => void {
  const given = new AbortController();
  const focus = (): void => {
    if (given.signal.aborted || document.activeElement !== document.body) return;
    root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  };
  // one frame for the rows to be laid, one for them to be drawn
  if (touched) requestAnimationFrame(() => requestAnimationFrame(focus));
  else addEventListener('keydown', focus, { once: true, capture: true, signal: given.signal });
  return () => given.abort();
}

/** Focuses the first match in `root`: at once where it is drawn, else when it is. */
export function moveFocus(root: HTMLElement, selector: string): void {
  const focus = (): boolean => {
    const found = root.querySelector<HTMLElement>(selector);
    found?.focus({ preventScroll: true });
    return found !== null;
  };
  if (!focus()) requestAnimationFrame(() => requestAnimationFrame(focus)); // as above
}
