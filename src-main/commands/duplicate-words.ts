// What `kindred duplicates` says about a file, in English.
import type { DuplicateFile, Relation } from '../../src-shared/duplicates/duplicate-set.ts';
import type { KeeperRule } from '../../src-shared/keepers/rules.ts';

const RELATIONS: Readonly<Record<Relation, string>> = {
  'same-bytes': 'the same bytes', 'other-metadata': 'the same picture with other metadata', smaller: 'smaller', larger: 'larger', 'other-format': 'in another format',
  compressed: 'compressed more', turned: 'turned', mirrored: 'mirrored', bordered: 'in a border', unbordered: 'without the border', cropped: 'cropped', uncropped: 'not cropped',
  moved: 'taken from a slightly different position', grey: 'without colour', coloured: 'in colour', toned: 'with other tones', marked: 'with a mark on it', unmarked: 'without the mark', changed: 'shows something else in one part', later: 'taken later', earlier: 'taken earlier'
};

const REASONS: Readonly<Record<KeeperRule, string>> = {
  folder: 'in a preferred folder', pixels: 'most pixels', original: 'the original', edited: 'the edited one', metadata: 'most is known of it', sharpness: 'sharpest',
  exposure: 'best exposed', format: 'in the better format', bytes: 'compressed least', earlier: 'the earliest', later: 'the latest'
};

export function whyOf({ relations, only }: DuplicateFile): string[] {
  return [...relations.map((relation) => RELATIONS[relation]), ...only.map((what) => `only it has the ${what === 'time' ? 'time it was taken' : what}`)];
}

export function reasonsInWords(reasons: readonly KeeperRule[], learned: { readonly right: number; readonly of: number } | null): string[] {
  const words = reasons.map((reason) => REASONS[reason]);
  return ['kept', ...words, ...(learned ? [`as in ${learned.right} of your last ${learned.of} choices`] : [])];
}
