// Counts how many date and number formatters are created: creating one is slow.

export function countFormatters(): { readonly made: number; readonly stop: () => void } {
  const { DateTimeFormat, NumberFormat } = Intl;
  let made = 0;
  const counting = <Made extends typeof DateTimeFormat | typeof NumberFormat>(format: Made): Made =>
    new Proxy(format, { construct: (target, args) => (made++, Reflect.construct(target, args) as object) });
  Intl.DateTimeFormat = counting(DateTimeFormat);
  Intl.NumberFormat = counting(NumberFormat);
  return { get made() { return made; }, stop: () => Object.assign(Intl, { DateTimeFormat, NumberFormat }) };
}
