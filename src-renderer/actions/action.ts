// What an action is: its words, its key, when it is there, when it is possible, and what it does.

import type { Doing } from './doing.ts';
import type { Target } from './target.ts';

export type ActionId =
  | 'open' | 'show-group' | 'alike' | 'alike-part' | 'slideshow'
  | 'similar' | 'different' | 'merge' | 'part' | 'move' | 'split' | 'compare' | 'why'
  | 'album-last' | 'album' | 'album-remove' | 'album-cover'
  | 'export' | 'copy-path' | 'copy-image' | 'open-with' | 'show-in-folder' | 'share' | 'download';

/** A key as an event names it, in lower case; without modifiers unless they are said. */
export interface ActionKey {
  readonly key: string;
  readonly shift?: boolean;
  /** Ctrl, or ⌘. */
  readonly command?: boolean;
  readonly alt?: boolean;
}

export interface Action {
  readonly id: ActionId;
  /** Actions of one part stand together in a menu. */
  readonly part: 'look' | 'judge' | 'album' | 'file';
  readonly key?: ActionKey;
  /** Works too where no action before it has the key, but is not shown. */
  readonly also?: ActionKey;
  /** Whether its key means it here; everywhere if left out. */
  readonly hasKey?: (doing: Doing) => boolean;
  /** Its key acts on what is selected, picked or open, and not on what merely has the focus. */
  readonly selected?: boolean;
  readonly label: (target: Target, doing: Doing) => string;
  /** Whether a menu about the target has it. */
  readonly shown: (target: Target, doing: Doing) => boolean;
  /** Whether it would do something now. */
  readonly can: (target: Target, doing: Doing) => boolean;
  readonly run: (target: Target, doing: Doing) => void;
}
