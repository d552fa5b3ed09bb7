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
 * Some photos of a table. It is made each time it is looked at, and let go: of a large library the features of all photos, which are described by a
 * thousand numbers each, would take several times the memory of its points.
 */
export interface TablePart {
  /** Number of its photos. */
  readonly count: number;
  /** @param rows of these only, ascending; of all unless given */
  readonly table: (rows?: ArrayLike<number>) => FeatureTable;
}

/** A whole table as one part. */
export function asPart(table: FeatureTable): TablePart {
  return { count: table.count, table: (rows) => (rows === undefined ? table : pickRows(table, rows)) };
}

function pickRows({ groups }: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  return {
    count: rows.length,
    groups: groups.map(({ name, dims, values }) => {
      const picked = new Float32Array(rows.length * dims);
      for (let at = 0; at < rows.length; at++) picked.set(values.subarray(rows[at]! * dims, (rows[at]! + 1) * dims), at * dims);
      return { name, dims, values: picked };
    })
  };
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
