// What a photo is described by, group by group, for a whole library: the input of every metric.

/** A kind of description: what the encoder sees, colours, where they lie, gradients, capture time, capture place. */
export type FeatureGroup = 'encoder' | 'colour' | 'layout' | 'texture' | 'time' | 'place';

export interface FeatureTable {
  /** Photos. */
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
 * @throws RangeError where a group's values are not count × dims, and where a group comes twice.
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
