// Folder patterns of an export: where a photo goes below the target, such as `{year}/{month}/{group}`. Names made here may still contain
// what a file system refuses: src-main/filing/names makes them portable.

/** What a pattern can mention of a photo. What is unknown is left out, with the folder it would have named. */
export interface PatternValues {
  readonly group?: string | null;
  readonly album?: string | null;
  /** In the camera's local time, milliseconds since 1970 as if it were UTC. */
  readonly takenAt?: number | null;
  /** The photo's folder below the library's, `/`-separated; empty at its top. */
  readonly folder?: string;
  /** The name of its file, with its ending. */
  readonly name: string;
}

/** What may stand in braces. */
export const PLACEHOLDERS = ['group', 'date', 'year', 'month', 'folder', 'album', 'name'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What is wrong with a pattern: an unknown placeholder or a brace that does not match; `null` if nothing is. */
export function faultOfPattern(pattern: string): string | null {
  for (const [, name = ''] of pattern.matchAll(/\{([^{}]*)\}/g)) {
    if (!isPlaceholder(name)) return `{${name}} means nothing; these do: ${PLACEHOLDERS.map((known) => `{${known}}`).join(', ')}`;
  }
  const [brace] = /[{}]/.exec(pattern.replace(/\{[^{}]*\}/g, '')) ?? [];
  if (brace !== undefined) return `there is a ${brace} without its other half`;
  return pattern.split(/[/\\]/).some((segment) => segment.trim() === '..') ? 'it may not lead out of the target with ..' : null;
}

/**
 * The path of a photo's copy below the target, `/`-separated. `{name}` is its name without the ending, which always follows; a pattern
 * without it names folders only, and the file keeps its name.
 * @throws {RangeError} if `faultOfPattern` finds a fault
 */
export function pathBy(pattern: string, values: PatternValues): string {
  const fault = faultOfPattern(pattern);
  if (fault !== null) throw new RangeError(`expected a folder pattern, got "${pattern}": ${fault}`);
  const whole = pattern.includes('{name}') ? pattern : `${pattern}/{name}`;
  const { stem, ending } = partsOf(values.name);
  const segments = whole.split(/[/\\]/).map((segment) => segment.trim()).filter((segment) => segment !== '' && segment !== '.');
  const last = segments.length - 1;
  return segments
    .flatMap((segment, at) => {
      const text = fill(segment, values, stem);
      // the last one is the file's name; `{folder}` alone stands for several
      return at === last ? [`${text === '' ? stem : text.replaceAll('/', '_')}${ending}`] : text.split('/');
    })
    .filter((segment) => segment !== '' && !/^\.+$/.test(segment))
    .join('/');
}

/** A segment with its values; empty if it mentions some and all of them are unknown. */
function fill(segment: string, values: PatternValues, stem: string): string {
  let [mentioned, known] = [0, 0];
  const text = segment.replace(/\{([^{}]*)\}/g, (_, name: Placeholder) => {
    const value = valueOf(name, values, stem);
    mentioned++;
    if (value !== '') known++;
    return value;
  });
  return mentioned > 0 && known === 0 ? '' : text.trim();
}

function valueOf(name: Placeholder, { group, album, takenAt, folder = '' }: PatternValues, stem: string): string {
  const iso = takenAt === null || takenAt === undefined || Number.isNaN(takenAt) ? '' : new Date(takenAt).toISOString();
  switch (name) {
    case 'group': return oneName(group ?? '');
    case 'album': return oneName(album ?? '');
    case 'date': return iso.slice(0, 10);
    case 'year': return iso.slice(0, 4);
    case 'month': return iso.slice(5, 7);
    case 'folder': return folder;
    case 'name': return oneName(stem);
  }
}

/** A name is one folder, whatever is in it. */
function oneName(text: string): string {
  return text.replace(/[/\\]/g, '_').trim();
}

function partsOf(name: string): { readonly stem: string; readonly ending: string } {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? { stem: name, ending: '' } : { stem: name.slice(0, dot), ending: name.slice(dot) };
}

function isPlaceholder(name: string): name is Placeholder {
  return (PLACEHOLDERS as readonly string[]).includes(name);
}
