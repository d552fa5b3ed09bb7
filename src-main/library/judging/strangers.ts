// Numbers below zero for photos that judgments name and the library does not know, by content and by picture. Looks for no photos.
import type { PhotoId } from '../../../src-shared/contract.ts';
import type { PhotoIdentity } from '../../store/statement.ts';

export class Strangers {
  readonly #ids = new Map<string, PhotoId>();
  #met = 0;

  /** Of their contents and pictures. */
  get hashes(): readonly string[] {
    return [...this.#ids.keys()];
  }

  has({ hash, picture }: PhotoIdentity): boolean {
    return this.#ids.has(hash) || (picture !== null && this.#ids.has(picture));
  }

  /** Its number: the same for the same content or picture. */
  idOf({ hash, picture }: PhotoIdentity): PhotoId {
    const known = this.#ids.get(hash) ?? (picture === null ? undefined : this.#ids.get(picture));
    const id = known ?? ((-1 - this.#met++) as PhotoId); // leaves the judge in a chain alone
    this.#ids.set(hash, id);
    if (picture !== null) this.#ids.set(picture, id);
    return id;
  }

  clear(): void {
    this.#ids.clear();
    this.#met = 0;
  }
}
