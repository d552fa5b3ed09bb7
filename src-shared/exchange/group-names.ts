// Names of groups as names of folders and keywords: groups that would have the same name get a number, so that none are mixed.

/** @param names `null` for a group without one, which is called by `other` */
export function distinctNames(names: readonly (string | null)[], other: string): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const base = name?.trim() || other;
    for (let number = 1; ; number++) {
      const tried = number === 1 ? base : `${base} (${number})`;
      // on many disks, names that differ in case are one
      const key = tried.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return tried;
    }
  });
}
