// Attachments that make photos and groups draggable, and groups accept drops. Mouse only: every gesture has keys too.

import type { Attachment } from 'svelte/attachments';
import type { GroupId, PhotoId } from '../../src-shared/contract.ts';
import type { Gestures } from './gestures.svelte.ts';

/** Makes an element draggable; `take` returns what is dragged with it. */
export function draggable(gestures: Gestures, take: () => { readonly photos: readonly PhotoId[]; readonly group?: GroupId }): Attachment<HTMLElement> {
  return (element) => {
    element.draggable = true;
    const start = (event: DragEvent): void => {
      const { photos, group } = take();
      event.dataTransfer?.setData('text/plain', ''); // without data some systems do not drag
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
      // changing the page under the pointer during this event would end the drag
      setTimeout(() => gestures.drag(photos, group ?? null));
    };
    const end = (): void => gestures.letGo();
    element.addEventListener('dragstart', start);
    element.addEventListener('dragend', end);
    return () => {
      element.removeEventListener('dragstart', start);
      element.removeEventListener('dragend', end);
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
