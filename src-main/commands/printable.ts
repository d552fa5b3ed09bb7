// Text for a terminal: names of files, folders, groups and cameras are untrusted, and a terminal obeys the control characters in them.

// C0 and C1 controls and DEL start commands; the others change text direction or break lines
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const LAYOUT = /[\n\t]/;

/** `text` with control characters escaped, as `\x1b`; our own line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => (LAYOUT.test(character) ? character : writtenOut(character)));
}

/** The same for a name, in which line breaks are escaped too. */
export function printableName(name: string): string {
  return name.replace(OBEYED, writtenOut);
}

/** Makes `console.log` and `console.error` escape control characters; `--json` documents stay exact, by JSON's own escapes. */
export function printOnlyPrintable({ json }: { readonly json: boolean }): void {
  const { log, error } = console;
  const guarded = (print: typeof log) => (...what: readonly unknown[]) => print(...what.map((one) => (typeof one === 'string' ? printable(one) : one)));
  if (!json) console.log = guarded(log);
  console.error = guarded(error);
}

function writtenOut(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}
