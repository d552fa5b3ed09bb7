// Decides which folders and files a scan leaves out: by the enabled rules of skipped.ts, and the user's own patterns.
// Patterns use .gitignore syntax, case-insensitively: a name anywhere, or a path relative to the library's folder.
import ignore from 'ignore';
import type { LeavingOut, LeftOutRule } from '../../src-shared/contract.ts';
import { ruleOf } from './skipped.ts';

/** What is left out by default. */
export const byDefault: LeavingOut = { off: [], taken: [], patterns: [] };

/** A folder that a rule or a pattern is about. */
export interface Verdict {
  readonly rule: LeftOutRule | 'pattern';
  readonly leftOut: boolean;
}

export interface Chooser {
  /**
   * For the folder at `path` (relative to the scanned one, `/`-separated), called `name`, inside `parent`; `null` if nothing applies to it.
   * @param rule one known to apply, instead of those based on the name
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

/** The pattern that matches the folder at `path` and nothing else. */
export function patternFor(path: string): string {
  return `/${path.replaceAll(/[\\*?[\]!#]/g, '\\$&').replace(/ $/, '\\ ')}/`;
}
