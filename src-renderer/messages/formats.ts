// Number and date formatters, each created once per language: creating one takes as long as a hundred uses, and long lists
// format thousands of dates.

export class Formats {
  readonly #locale: string;
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  readonly #dates = new Map<string, Intl.DateTimeFormat>();

  #relative: Intl.RelativeTimeFormat | null = null;

  /** `locale`: BCP 47. */
  constructor(locale: string) {
    this.#locale = locale;
  }

  number(options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
    return remembered(this.#numbers, options, () => new Intl.NumberFormat(this.#locale, options));
  }

  relative(): Intl.RelativeTimeFormat {
    return (this.#relative ??= new Intl.RelativeTimeFormat(this.#locale, { numeric: 'auto' }));
  }

  date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return remembered(this.#dates, options, () => new Intl.DateTimeFormat(this.#locale, options));
  }
}

function remembered<Format>(made: Map<string, Format>, options: object, make: () => Format): Format {
  const key = JSON.stringify(options);
  let format = made.get(key);
  if (!format) made.set(key, (format = make()));
  return format;
}
