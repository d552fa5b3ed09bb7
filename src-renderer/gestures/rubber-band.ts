// An attachment for lists: a rubber band drawn with the mouse, from between the items or, with Shift or Ctrl, from anywhere. Scrolls the list
// near its edges. A click between the items is told as an empty band. Keys do the same: Shift and arrows.

import type { Attachment } from 'svelte/attachments';
import { type Band, bandBetween, scrollPace } from '../layout/band.ts';

export interface RubberBand {
  /** It begins; `adds`: to what is selected, which otherwise goes. */
  readonly begin: (adds: boolean) => void;
  /** What it covers, in the coordinates of the list's canvas. */
  readonly cover: (band: Band) => void;
}

/** Pixels that the mouse moves before it is no click any more. */
const LEAST = 5;

export function rubberBand({ begin, cover }: RubberBand): Attachment<HTMLElement> {
  return (list) => {
    let from: { readonly x: number; readonly y: number } | null = null;
    let at = { x: 0, y: 0 };
    let drawn: HTMLElement | null = null;
    let adds = false;
    let frame = 0;
    let covered = '';

    const canvas = (): HTMLElement => list.querySelector<HTMLElement>('.canvas') ?? list;
    const inCanvas = ({ x, y }: { readonly x: number; readonly y: number }): { x: number; y: number } => {
      const box = canvas().getBoundingClientRect();
      return { x: x - box.left, y: y - box.top };
    };

    const draw = (): void => {
      if (!from || !drawn) return;
      const { top, height } = list.getBoundingClientRect();
      list.scrollTop += scrollPace(at.y - top, height);
      const band = bandBetween(from, inCanvas(at));
      frame = requestAnimationFrame(draw);
      const now = JSON.stringify(band);
      if (now === covered) return; // nothing moved: what is selected is not looked for again
      covered = now;
      Object.assign(drawn.style, { left: `${band.left}px`, top: `${band.top}px`, width: `${band.right - band.left}px`, height: `${band.bottom - band.top}px` });
      cover(band);
    };

    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || event.pointerType !== 'mouse' || event.clientX - list.getBoundingClientRect().left >= list.clientWidth) return; // the scroll bar
      adds = event.shiftKey || event.ctrlKey || event.metaKey;
      const onItem = event.target instanceof Element && event.target.closest('button, a, input') !== null;
      if (onItem && !adds) return;
      at = { x: event.clientX, y: event.clientY };
      from = inCanvas(at);
    };

    const move = (event: PointerEvent): void => {
      if (!from) return;
      at = { x: event.clientX, y: event.clientY };
      if (drawn) return;
      const now = inCanvas(at);
      if (Math.hypot(now.x - from.x, now.y - from.y) < LEAST) return;
      list.setPointerCapture(event.pointerId);
      drawn = document.createElement('div');
      drawn.className = 'rubber-band';
      drawn.dataset.testid = 'rubber-band';
      canvas().append(drawn);
      covered = '';
      begin(adds);
      draw();
    };

    const up = (event: PointerEvent): void => {
      cancelAnimationFrame(frame);
      if (drawn) {
        drawn.remove();
        // the click that follows is not one on what lies under it
        const swallow = (click: MouseEvent): void => click.stopPropagation();
        addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => removeEventListener('click', swallow, { capture: true }));
      } else if (from && !adds && event.type === 'pointerup') begin(false);
      from = drawn = null;
    };

    const hold = (event: Event): void => {
      if (from) event.preventDefault(); // no text is selected, and no photo dragged
    };
    const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, dragstart: hold, selectstart: hold };
    for (const [kind, listener] of Object.entries(listeners)) list.addEventListener(kind, listener as EventListener, { capture: kind === 'dragstart' }); // each for its own kind
    return () => {
      cancelAnimationFrame(frame);
      for (const [kind, listener] of Object.entries(listeners)) list.removeEventListener(kind, listener as EventListener, { capture: kind === 'dragstart' }); // as above
    };
  };
}
