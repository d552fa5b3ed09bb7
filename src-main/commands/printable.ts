// Text for a terminal: names of files, folders, groups and cameras come from anywhere, and a terminal obeys what it is shown.

// C0 and C1 controls and DEL start commands; the others turn the direction of the text around them or part lines
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
const LAYOUT = /[\n\t]/;

/** `text` with what a terminal would obey written out, as `\x1b`; lines and tabs of our own stay. */
export function printable(text: string): string {
  return text.replace(OBEYED, (character) => (LAYOUT.test(character) ? character : writtenOut(character)));
}

/** The same of a name, in which a line break is no layout either. */
export function printableName(name: string): string {
  return name.replace(OBEYED, writtenOut);
}

/** Has `console.log` and `console.error` print what terminals do not obey; documents of `--json` are exact by their own escapes. */
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
