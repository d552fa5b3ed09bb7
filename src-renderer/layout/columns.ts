// Equal cards in as many columns as fit. Pure arithmetic.

export interface Columns {
  readonly columns: number;
  readonly cardWidth: number;
  readonly rows: number;
}

/** Columns of cards at least `least` wide (CSS pixels), `gap` between them; one column if not even one fits. */
export function fitColumns(count: number, { width, least, gap }: { readonly width: number; readonly least: number; readonly gap: number }): Columns {
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)));
  return { columns, cardWidth: Math.floor((width - gap * (columns - 1)) / columns), rows: Math.ceil(count / columns) };
}
