// Moves the focus: to the main element of a screen when it appears, and to what a key moved to.

/** Whether the user has touched the page. Not `navigator.userActivation`, which browser automation sets too. */
let touched = false;
if (typeof window !== 'undefined') for (const kind of ['keydown', 'pointerdown'] as const) addEventListener(kind, () => (touched = true), { once: true, capture: true });

/**
 * Focuses the first match in `root` once it is drawn, if nothing has the focus by then; on a page not touched yet, at the
 * first key, so that no focus ring shows before. Where what had the focus is gone later, an arrow key brings it back here. Returns a
 * function that cancels.
 */
export function takeFocus(root: HTMLElement, selector: string): () => void {
  const given = new AbortController();
  const focus = (): void => {
    if (given.signal.aborted || document.activeElement !== document.body) return;
    root.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  };
  // one frame for laying out the rows, one for drawing them
  if (touched) requestAnimationFrame(() => requestAnimationFrame(focus));
  else addEventListener('keydown', focus, { once: true, capture: true, signal: given.signal });
  const bringBack = ({ key }: KeyboardEvent): void => {
    if (key.startsWith('Arrow') && !document.querySelector('dialog[open]')) focus();
  };
  addEventListener('keydown', bringBack, { capture: true, signal: given.signal });
  return () => given.abort();
}

/** What names an element of a list, however often the list is drawn. */
const NAMES = ['data-photo-id', 'data-group-id', 'data-album-id', 'data-set', 'data-testid'] as const;

/**
 * Remembers what has the focus. The returned function gives it back: to the same element, or, where the screen was drawn anew meanwhile, to the
 * one that stands for the same thing now, else to the one that the keys are at.
 */
export function rememberFocus(): () => void {
  const before = document.activeElement;
  if (!(before instanceof HTMLElement) || before === document.body) return () => {};
  const name = NAMES.flatMap((attribute) => (before.hasAttribute(attribute) ? [`[${attribute}=${JSON.stringify(before.getAttribute(attribute))}]`] : [])).join('');
  return () => {
    if (before.isConnected && (name === '' || before.matches(name))) before.focus({ preventScroll: true });
    if (document.activeElement === before) return;
    const now = (name === '' ? null : document.querySelector<HTMLElement>(name)) ?? document.querySelector<HTMLElement>('main [tabindex="0"]');
    now?.focus({ preventScroll: true });
  };
}

/** Focuses the first match in `root`: at once if it is drawn, else when it is. */
export function moveFocus(root: HTMLElement, selector: string): void {
  const focus = (): boolean => {
    const found = root.querySelector<HTMLElement>(selector);
    found?.focus({ preventScroll: true });
    return found !== null;
  };
  if (!focus()) requestAnimationFrame(() => requestAnimationFrame(focus)); // as above
}
