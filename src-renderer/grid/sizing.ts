// Ctrl and the wheel make pictures larger and smaller.

import type { Showing } from '../state/showing.svelte.ts';

/** Per notch of a wheel, as a factor. */
const NOTCH = 1.1;

/** An attachment for what scrolls. */
export function sizing(showing: Showing): (element: HTMLElement) => () => void {
  return (element) => {
    const onwheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault(); // the page itself is not zoomed
      showing.resize(showing.size * (event.deltaY < 0 ? NOTCH : 1 / NOTCH));
    };
    element.addEventListener('wheel', onwheel, { passive: false });
    return () => element.removeEventListener('wheel', onwheel);
  };
}
