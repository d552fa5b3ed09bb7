// What a bench measured: a row each, beside its bar where there is one, and how busy the machine was.

import { loadavg } from 'node:os';

export interface Row {
  readonly screen: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'files';
  /** At most so much. */
  readonly bar?: number;
  readonly ok?: boolean;
  /** Processes that ran or waited to run, over the last minute. */
  readonly load: number;
}

export class Rows {
  readonly all: Row[] = [];

  note(screen: string, what: string, value: number, unit: Row['unit'], bar?: number): void {
    const row: Row = { screen, what, value, unit, ...(bar !== undefined && { bar, ok: value <= bar }), load: loadavg()[0] ?? NaN };
    this.all.push(row);
    const against = bar === undefined ? '' : `, at most ${bar}: ${row.ok ? 'ok' : 'too slow or too large'}`;
    process.stderr.write(`${screen}: ${what} ${value.toFixed(value < 10 ? 2 : 0)} ${unit}${against} (load ${row.load.toFixed(1)})\n`);
  }

  get failed(): readonly Row[] {
    return this.all.filter(({ ok }) => ok === false);
  }
}
