// Counts in English for the terminal. The app's are in resources/locales.

/** `1 answer`, `3 answers`; `many` where the plural is not formed with an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
