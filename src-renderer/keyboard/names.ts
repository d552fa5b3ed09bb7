// Keys as they are written on the screen.

import { t } from '../messages/messages.svelte.ts';

/** The name of a key that an event names so, in lower case. */
export function nameOf(key: string): string {
  switch (key) {
    case 'enter': return t('key.enter');
    case 'escape': return t('key.escape');
    case ' ': return t('key.space');
    case 'arrowleft': return '←';
    case 'arrowright': return '→';
    case 'arrowup': return '↑';
    case 'arrowdown': return '↓';
    case '-': return '−';
    default: return key.toUpperCase();
  }
}

export const isMac = typeof navigator !== 'undefined' && navigator.platform.startsWith('Mac');
/** The key that commands are given with. */
export const commandKey = isMac ? '⌘' : 'Ctrl';
