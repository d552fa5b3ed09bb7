// Attachments that make photos, groups and albums draggable, and groups, albums and places beside others accept drops. Mouse only: every gesture has keys too.

import type { Attachment } from 'svelte/attachments';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import type { Gestures } from './gestures.svelte.ts';

/** Makes an element draggable; `take` returns what is dragged with it. */
export function draggable(gestures: Gestures, take: () => { readonly photos: readonly PhotoId[]; readonly group?: GroupId }): Attachment<HTMLElement> {
  const within = carried(() => {
    const { photos, group } = take();
    return () => gestures.drag(photos, group ?? null);
  }, () => gestures.letGo());
  return (element) => {
    // with Alt the files themselves are dragged, by the system, to wherever it takes them
    const start = (event: DragEvent): void => {
      if (!event.altKey || !gestures.canDragOut) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void gestures.dragOut(take().photos);
    };
    element.addEventListener('dragstart', start);
    const stop = within(element);
    return () => {
      element.removeEventListener('dragstart', start);
      stop?.();
    };
  };
}

/** Makes an element draggable; `take` finds out what is dragged, and returns what then begins the drag. */
export function carried(take: () => () => void, letGo: () => void): Attachment<HTMLElement> {
  return (element) => {
    element.draggable = true;
    const start = (event: DragEvent): void => {
      const begin = take();
      event.dataTransfer?.setData('text/plain', ''); // without data some systems do not drag
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
      // changing the page under the pointer during this event would end the drag
      setTimeout(begin);
    };
    element.addEventListener('dragstart', start);
    element.addEventListener('dragend', letGo);
    return () => {
      element.removeEventListener('dragstart', start);
      element.removeEventListener('dragend', letGo);
    };
  };
}

/** Makes an element accept what is dragged to a place before or after it; it has the class `drop-before` or `drop-after` meanwhile. */
export function dropBeside(accepts: () => boolean, drop: (after: boolean) => void): Attachment<HTMLElement> {
  return (element) => {
    const clear = (): void => element.classList.remove('drop-before', 'drop-after');
    const isAfter = ({ clientX }: DragEvent): boolean => {
      const { left, width } = element.getBoundingClientRect();
      return clientX > left + width / 2;
    };
    const over = (event: DragEvent): void => {
      if (!accepts()) return;
      event.preventDefault();
      clear();
      element.classList.add(isAfter(event) ? 'drop-after' : 'drop-before');
    };
    const leave = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) clear();
    };
    const take = (event: DragEvent): void => {
      event.preventDefault();
      clear();
      drop(isAfter(event));
    };
    const listeners = { dragenter: over, dragover: over, dragleave: leave, drop: take };
    for (const [kind, listener] of Object.entries(listeners)) element.addEventListener(kind as keyof typeof listeners, listener); // its own keys
    return () => {
      for (const [kind, listener] of Object.entries(listeners)) element.removeEventListener(kind as keyof typeof listeners, listener); // as above
    };
  };
}

/** Makes an element accept drops; it has the class `drop-here` while something is dragged over it. */
export function dropTarget(gestures: Gestures, drop: () => Promise<void>): Attachment<HTMLElement> {
  return (element) => {
    const over = (event: DragEvent): void => {
      if (!gestures.dragged) return;
      event.preventDefault();
      element.classList.add('drop-here');
    };
    const leave = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) element.classList.remove('drop-here');
    };
    const take = (event: DragEvent): void => {
      event.preventDefault();
      element.classList.remove('drop-here');
      void drop();
    };
    element.addEventListener('dragenter', over);
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', take);
    return () => {
      element.removeEventListener('dragenter', over);
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', take);
    };
  };
}
