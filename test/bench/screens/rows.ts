// What a bench measured: a row each, beside its bar where there is one, and how busy the machine was.

import { loadavg } from 'node:os';

export interface Row {
  readonly screen: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'GB' | 'files' | 'rows' | 'share' | 'ratio';
  /** At most so much, unless it is to be at least as much. */
  readonly bar?: number;
  readonly way?: 'at most' | 'at least';
  readonly ok?: boolean;
  /** Processes that ran or waited to run, over the last minute. */
  readonly load: number;
}

export class Rows {
  readonly all: Row[] = [];

  note(screen: string, what: string, value: number, unit: Row['unit'], bar?: number, way: 'at most' | 'at least' = 'at most'): void {
    const ok = bar === undefined || (way === 'at most' ? value <= bar : value >= bar);
    const row: Row = { screen, what, value, unit, ...(bar !== undefined && { bar, way, ok }), load: loadavg()[0] ?? NaN };
    this.all.push(row);
    const against = bar === undefined ? '' : `, ${way} ${bar}: ${ok ? 'ok' : 'missed'}`;
    process.stderr.write(`${screen}: ${what} ${value.toFixed(unit === 'share' ? 3 : value < 10 ? 2 : 0)} ${unit}${against} (load ${row.load.toFixed(1)})\n`);
  }

  get failed(): readonly Row[] {
    return this.all.filter(({ ok }) => ok === false);
  }

  /** Prints them all as one line of JSON, beside `facts`; the process then fails where a bar was missed. */
  end(facts: Readonly<Record<string, unknown>> = {}): void {
    console.log(JSON.stringify({ ...facts, rows: this.all }));
    if (this.failed.length === 0) return;
    console.error(`missed: ${this.failed.map(({ screen, what }) => `${screen}, ${what}`).join('; ')}`);
    process.exitCode = 1;
  }
}
