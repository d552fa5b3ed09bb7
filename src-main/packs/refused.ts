// Why a pack cannot be used, in words that say what to do.
import { CodedError } from '../failure.ts';

export class PackRefused extends CodedError<'pack-refused'> {
  constructor(message: string, options?: ErrorOptions) {
    super('pack-refused', message, options);
  }
}
