// Takes file names out of messages: what is sent to others with a report must not tell what somebody's photos are called.
import { homedir } from 'node:os';

/** What stands for a file or folder in a message. */
export const HIDDEN = '<path>';

/** A path in quotes, or one that is a word: absolute, a drive's, a network's, or a file's URL. */
const QUOTED = /(["'`“‘])((?:file:\/\/|[A-Za-z]:[\\/]|\\\\|\/)[^"'`”’\n]*)(["'`”’])/g;
const WORD = /(?<![\w.~%:/\\<-])(?:file:\/\/|[A-Za-z]:[\\/](?!\/)|\\\\|\/)[^\s"'`()<>,;]+/g;

const CLOSING = new Map([['"', '"'], ["'", "'"], ['`', '`'], ['“', '”'], ['‘', '’']]);

/**
 * A message without paths: places in the program's own code stay, as in `app/out/main/index.js:12:3`.
 * Below a known folder a name may contain anything, so there the rest of its line is left out too, or what is in quotes.
 * @param app the folder of the program @param known folders that the user has opened
 */
export function withoutPaths(message: string, { app, known = [] }: { readonly app: string; readonly known?: readonly string[] }): string {
  const own = (path: string): string | null => {
    const plain = path.replace(/^file:\/\/(?=\/)/, '').replaceAll('\\', '/');
    const root = app.replaceAll('\\', '/');
    return plain.startsWith(`${root}/`) ? `app${plain.slice(root.length)}` : null;
  };
  const roots = [...known, homedir()].filter((root) => root.length > 1 && !app.startsWith(root)).sort((a, b) => b.length - a.length);
  return message.split('\n').map((line) => {
    const quoted = withoutKnown(line, roots).replace(QUOTED, (_, open: string, path: string, close: string) => `${open}${own(path) ?? HIDDEN}${close}`);
    return quoted.replace(WORD, (path) => own(path) ?? HIDDEN);
  }).join('\n');
}

/** Leaves out a path below one of `roots`: up to the last quote like the one before it, else all that follows. */
function withoutKnown(line: string, roots: readonly string[]): string {
  const [start] = roots.map((root) => line.indexOf(root)).filter((at) => at >= 0).sort((a, b) => a - b);
  if (start === undefined) return line;
  const quote = CLOSING.get(line[start - 1] ?? '');
  const end = quote === undefined ? -1 : line.lastIndexOf(quote);
  return `${line.slice(0, start)}${HIDDEN}${end > start ? line.slice(end) : ' …'}`;
}
