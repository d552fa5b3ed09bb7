// What a user thinks of one photo. Packed into a number: packed.ts.

export type Flag = 'picked' | 'rejected';
export type Stars = 0 | 1 | 2 | 3 | 4 | 5;
export type Label = 'red' | 'yellow' | 'green' | 'blue' | 'purple';

/** What the user thinks of one photo, as photographers note it: to keep or to reject, how good, of which kind. */
export interface Mark {
  readonly flag: Flag | null;
  readonly stars: Stars;
  readonly label: Label | null;
  readonly favourite: boolean;
}
