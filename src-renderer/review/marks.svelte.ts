// The marks on a sheet: which photos are odd, where the line between two groups is, and which photo the keys are at. Says nothing by itself.

import type { PhotoId, Sheet } from '../../src-shared/contract.ts';
import { type Marks, statementsOf } from '../../src-shared/learning/questions/sheet-answer.ts';

export class SheetMarks implements Marks {
  readonly sheet: Sheet;
  #odd = $state.raw<ReadonlySet<PhotoId>>(new Set());
  #line = $state<number | null>(null);
  #at = $state(0);

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  get odd(): ReadonlySet<PhotoId> {
    return this.#odd;
  }

  get line(): number | null {
    return this.#line;
  }

  /** Place of the photo that the keys are at. */
  get at(): number {
    return this.#at;
  }

  /** Whether the marks leave anything to say. */
  get says(): boolean {
    return statementsOf(this.sheet, this).length > 0;
  }

  toggle(photo: PhotoId): void {
    const odd = new Set(this.#odd);
    if (!odd.delete(photo)) odd.add(photo);
    this.#odd = odd;
    this.#at = this.sheet.photos.indexOf(photo);
  }

  goTo(place: number): void {
    this.#at = Math.max(0, Math.min(this.sheet.photos.length - 1, place));
  }

  /** Draws the line where the sheet proposes it, or takes it away. Only between two groups. */
  toggleLine(): void {
    if (this.sheet.merge) this.#line = this.#line === null ? this.sheet.own : null;
  }

  /** Moves the line, which always has a photo on either side. */
  moveLine(to: number): void {
    if (this.sheet.merge) this.#line = Math.max(1, Math.min(this.sheet.photos.length - 1, to));
  }
}
