// Where keys go: to what a screen is about when it comes up, and to what a key moved to.

/** Focuses the first match in `root` once it is drawn, if nothing has the focus by then. */
export function takeFocus(root: HTMLElement, selector: string): void {
  // one frame for the rows to be laid, one for them to be drawn
  requestAnimationFrame(() => requestAnimationFrame(() => {
    if (document.activeElement === document.body) root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }));
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
