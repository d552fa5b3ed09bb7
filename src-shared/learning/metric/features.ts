// The features of all photos of a library, by feature group: the input of every metric.

/** A kind of feature: encoder embedding, colours, layout, gradients, capture time, capture place. */
export type FeatureGroup = 'encoder' | 'colour' | 'layout' | 'texture' | 'time' | 'place';

export interface FeatureTable {
  /** Number of photos. */
  readonly count: number;
  readonly groups: readonly {
    readonly name: FeatureGroup;
    readonly dims: number;
    /** count × dims, row-major. */
    readonly values: Float32Array;
  }[];
}

/**
 * Checks the shapes of a table.
 * @throws RangeError if a group's values are not count × dims, or a group is given twice.
 */
export function checkTable(table: FeatureTable): void {
  const seen = new Set<FeatureGroup>();
  for (const { name, dims, values } of table.groups) {
    if (seen.has(name)) throw new RangeError(`Expected each feature group once, got ${name} twice.`);
    seen.add(name);
    if (values.length !== table.count * dims) {
      throw new RangeError(`Expected ${table.count} photos × ${dims} values of ${name} = ${table.count * dims}, got ${values.length}.`);
    }
  }
}
