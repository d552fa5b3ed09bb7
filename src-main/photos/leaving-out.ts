// Decides which folders and files a scan leaves out: the rules of skipped.ts that are on, and the user's own patterns.
// Patterns are those of .gitignore, without regard to case: a name anywhere, or a path below the library's folder.
import ignore from 'ignore';
import type { LeavingOut, LeftOutRule } from '../../src-shared/contract.ts';
import { ruleOf } from './skipped.ts';

/** What is left out where the user said nothing. */
export const byDefault: LeavingOut = { off: [], taken: [], patterns: [] };

/** A folder that a rule or a pattern is about. */
export interface Verdict {
  readonly rule: LeftOutRule | 'pattern';
  readonly leftOut: boolean;
}

export interface Chooser {
  /**
   * About the folder at `path` (below the scanned one, `/`-separated), called `name`, inside `parent`; `null` where nothing is said about it.
   * @param rule one that is known to apply, in place of those that go by the name
   */
  folder(path: string, name: string, parent: string, rule?: LeftOutRule): Verdict | null;
  /** Whether the file at `path` is left out by a pattern. */
  file(path: string): boolean;
}

export function chooser({ off, taken, patterns }: LeavingOut): Chooser {
  const own = patterns.length === 0 ? null : ignore({ allowRelativePaths: true }).add([...patterns]);
  return {
    folder(path, name, parent, rule = ruleOf(name, parent) ?? undefined) {
      if (own?.ignores(`${path}/`)) return { rule: 'pattern', leftOut: true };
      return rule === undefined ? null : { rule, leftOut: !off.includes(rule) && !taken.includes(path) };
    },
    file: (path) => own?.ignores(path) ?? false
  };
}

/** The pattern that names the folder at `path` and nothing else. */
export function patternFor(path: string): string {
  return `/${path.replaceAll(/[\\*?[\]!#]/g, '\\$&').replace(/ $/, '\\ ')}/`;
}
