// The keys of the viewer, by what they do to the view; also for its buttons and the list of shortcuts. Keys that act on the photo: actions/.

import { nameOf } from './names.ts';

export type ViewerAct = 'previous' | 'next' | 'first' | 'last' | 'closer' | 'wider' | 'zoom' | 'turnRight' | 'turnLeft' | 'details' | 'fullscreen' | 'space';

interface Keys {
  /** As events name them, in lower case; the first is on the button. */
  readonly shown: readonly string[];
  /** Work too, but are not shown. */
  readonly also?: readonly string[];
  readonly shift?: boolean;
}

export const viewerKeys: Readonly<Record<ViewerAct, Keys>> = {
  previous: { shown: ['arrowleft'], also: ['pageup'] },
  next: { shown: ['arrowright'], also: ['pagedown'] },
  first: { shown: ['home'] },
  last: { shown: ['end'] },
  closer: { shown: ['+'], also: ['='] },
  wider: { shown: ['-'] },
  zoom: { shown: ['z'] },
  turnRight: { shown: ['r'] },
  turnLeft: { shown: ['r'], shift: true },
  details: { shown: ['i'] },
  fullscreen: { shown: ['f'] },
  space: { shown: [' '] }
};

/** What a key means in the viewer; `null` if nothing. Shift matters where a key has two meanings. */
export function viewerAct({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): ViewerAct | null {
  const pressed = key.toLowerCase();
  const meant = (Object.entries(viewerKeys) as [ViewerAct, Keys][]).filter(([, { shown, also }]) => shown.includes(pressed) || also?.includes(pressed)); // `viewerKeys` has no other keys
  return (meant.length > 1 ? meant.find(([, { shift = false }]) => shift === shiftKey) : meant[0])?.[0] ?? null;
}

/** The key of an act as it is written on the screen. */
export function keyInViewer(act: ViewerAct): string {
  return viewerKeys[act].shown.map(nameOf).join(' ');
}
