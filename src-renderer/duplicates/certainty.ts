// How certain it is that files are one, as a word: a number would promise more than is known.

export type CertaintyWord = 'certain' | 'likely' | 'perhaps';

/** The most certain first; `from`: the least certainty of the word, 0 … 1. */
export const CERTAINTIES: readonly { readonly word: CertaintyWord; readonly from: number }[] = [
  { word: 'certain', from: 0.95 },
  { word: 'likely', from: 0.75 },
  { word: 'perhaps', from: 0 }
];

export function certaintyWord(certainty: number): CertaintyWord {
  return CERTAINTIES.find(({ from }) => certainty >= from)?.word ?? 'perhaps';
}
