// Every key of the app, by where it means something: the handlers ask it (press.ts), and the help sheet and the buttons show it
// (shown.ts). Not here: how a menu, a list in a dialog or a text field is walked through, which is as everywhere.
//
// A chord is a key as `KeyboardEvent.key` names it, letters small, after `Mod+` (Ctrl or ⌘) and `Shift+`. Of a key without Mod, Shift
// matters only where a chord of its context names it.

import type { MessageKey } from '../messages/messages.svelte.ts';

export interface KeyAction {
  readonly keys: readonly string[];
  /** What it does; actions of a section that say the same share a line of the sheet. */
  readonly says: MessageKey;
  /** Chords that stand for all of them in the sheet; the first where it is not given. */
  readonly shown?: readonly string[];
}

interface KeyContext {
  /** The section of the sheet. */
  readonly title: MessageKey;
  readonly actions: Readonly<Record<string, KeyAction>>;
}

const arrows: readonly string[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
const moves: readonly string[] = [...arrows, 'Home', 'End'];

export const keymap = {
  photos: {
    title: 'shortcuts.inPhotos',
    actions: {
      move: { keys: [...moves, ...moves.map((key) => `Mod+${key}`)], says: 'shortcuts.move', shown: arrows },
      open: { keys: ['Enter'], says: 'shortcuts.open' },
      select: { keys: [' '], says: 'shortcuts.select' },
      extend: { keys: [...moves.map((key) => `Shift+${key}`), ...moves.map((key) => `Mod+Shift+${key}`)], says: 'shortcuts.extend', shown: ['Shift+ArrowRight'] },
      all: { keys: ['Mod+a'], says: 'shortcuts.all' }
    }
  },
  selection: {
    title: 'shortcuts.inPhotos',
    actions: {
      similar: { keys: ['s'], says: 'shortcuts.similar' },
      different: { keys: ['d'], says: 'shortcuts.different' },
      toGroup: { keys: ['m'], says: 'shortcuts.toGroup' },
      split: { keys: ['x'], says: 'shortcuts.split' },
      compare: { keys: ['c'], says: 'shortcuts.compare' },
      why: { keys: ['w'], says: 'shortcuts.why' }
    }
  },
  group: {
    title: 'shortcuts.inPhotos',
    actions: { rename: { keys: ['F2'], says: 'shortcuts.rename' } }
  },
  groups: {
    title: 'shortcuts.inGroups',
    actions: {
      move: { keys: moves, says: 'shortcuts.move', shown: arrows },
      pick: { keys: [' '], says: 'shortcuts.pick' }
    }
  },
  find: {
    title: 'shortcuts.inGroups',
    actions: { find: { keys: ['/', 'Mod+f'], says: 'groups.find' } }
  },
  picked: {
    title: 'shortcuts.inGroups',
    actions: {
      merge: { keys: ['s'], says: 'shortcuts.merge' },
      part: { keys: ['d'], says: 'shortcuts.part' },
      unpick: { keys: ['Escape'], says: 'select.clear' }
    }
  },
  anywhere: {
    title: 'shortcuts.anywhere',
    actions: {
      undo: { keys: ['Mod+z'], says: 'shortcuts.undo' },
      redo: { keys: ['Mod+Shift+z', 'Mod+y'], says: 'shortcuts.redo' },
      back: { keys: ['Escape'], says: 'shortcuts.back' },
      groups: { keys: ['1'], says: 'shortcuts.views' },
      singles: { keys: ['2'], says: 'shortcuts.views' },
      all: { keys: ['3'], says: 'shortcuts.views' },
      review: { keys: ['4'], says: 'shortcuts.views' },
      learn: { keys: ['5'], says: 'shortcuts.views' },
      finer: { keys: ['['], says: 'shortcuts.finer' },
      coarser: { keys: [']'], says: 'shortcuts.coarser' }
    }
  },
  app: {
    title: 'shortcuts.anywhere',
    actions: { help: { keys: ['?'], says: 'shortcuts.help' } }
  },
  pair: {
    title: 'nav.review',
    actions: {
      similar: { keys: ['s'], says: 'shortcuts.answer' },
      different: { keys: ['d'], says: 'shortcuts.answer' },
      degree: { keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], says: 'shortcuts.degree', shown: ['0', '9'] },
      say: { keys: ['Enter'], says: 'shortcuts.degree' }
    }
  },
  ranking: {
    title: 'nav.review',
    actions: {
      second: { keys: ['1'], says: 'review.which' },
      third: { keys: ['2'], says: 'review.which' }
    }
  },
  review: {
    title: 'nav.review',
    actions: {
      skip: { keys: ['n', 'ArrowRight'], says: 'shortcuts.skip' },
      takeBack: { keys: ['u', 'z', 'Backspace', 'Mod+z'], says: 'shortcuts.takeBack' },
      zoomIn: { keys: ['+', '='], says: 'shortcuts.zoom' },
      zoomOut: { keys: ['-'], says: 'shortcuts.zoom' },
      end: { keys: ['Escape'], says: 'review.end' }
    }
  },
  flick: {
    title: 'nav.review',
    actions: {
      flick: { keys: ['f'], says: 'shortcuts.flick' },
      flip: { keys: [' '], says: 'shortcuts.flick' }
    }
  },
  budget: {
    title: 'nav.learn',
    actions: { start: { keys: ['Enter'], says: 'learn.start' } }
  },
  learn: {
    title: 'nav.learn',
    actions: {
      pause: { keys: ['p'], says: 'shortcuts.pause' },
      leave: { keys: ['Escape'], says: 'nav.groups' }
    }
  },
  viewer: {
    title: 'shortcuts.inViewer',
    actions: {
      previous: { keys: ['ArrowLeft'], says: 'shortcuts.leaf' },
      next: { keys: ['ArrowRight'], says: 'shortcuts.leaf' },
      first: { keys: ['Home'], says: 'shortcuts.leaf' },
      last: { keys: ['End'], says: 'shortcuts.leaf' },
      zoomIn: { keys: ['+', '='], says: 'shortcuts.zoom' },
      zoomOut: { keys: ['-'], says: 'shortcuts.zoom' },
      fit: { keys: ['0'], says: 'shortcuts.fit' },
      actual: { keys: ['z'], says: 'shortcuts.fit' },
      details: { keys: ['i'], says: 'shortcuts.details' }
    }
  },
  neighbours: {
    title: 'viewer.neighbours',
    actions: {
      previous: { keys: ['ArrowLeft'], says: 'shortcuts.move' },
      next: { keys: ['ArrowRight'], says: 'shortcuts.move' },
      similar: { keys: ['s'], says: 'viewer.neighbour.similar' },
      different: { keys: ['d'], says: 'viewer.neighbour.different' },
      why: { keys: ['w'], says: 'why.title' }
    }
  }
} as const satisfies Readonly<Record<string, KeyContext>>;

export type ContextName = keyof typeof keymap;
export type ActionOf<C extends ContextName> = keyof (typeof keymap)[C]['actions'] & string;

/** The actions of a context, by their names. */
export function actionsOf(context: ContextName): Readonly<Record<string, KeyAction>> {
  return keymap[context].actions;
}
