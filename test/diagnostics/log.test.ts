import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepErrors, Log } from '../../src-main/diagnostics/log.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'kindred-log-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const now = (): Date => new Date('2026-02-03T04:05:06Z');

describe('the log', () => {
  it('notes when, what about, and what; further lines belong to it', () => {
    const log = new Log(data, { now });
    log.write('error', new Error('no'), 'twice');
    log.write('window', 'its page ended');
    const [first = '', second] = log.read(10);
    expect(first.split('\n')[0]).toBe('2026-02-03T04:05:06.000Z error: Error: no');
    expect(first).toMatch(/\n {6}at .*log\.test\.ts/);
    expect(second).toBe('2026-02-03T04:05:06.000Z window: its page ended');
    expect(log.read(1)).toEqual([second]);
  });

  it('leaves out the names of files, unless they are asked for', () => {
    const log = new Log(data, { now, known: () => ['/home/ann/Photos'] });
    const message = "cannot open '/home/ann/Photos/Anna.jpg'";
    log.write('error', message);
    log.withPaths = true;
    log.write('error', message);
    expect(log.read(2).map((entry) => entry.includes('Anna'))).toEqual([false, true]);
  });

  it('keeps three files of bounded size, the newest entries in them', () => {
    const log = new Log(data, { now, mostBytes: 1000 });
    for (let entry = 0; entry < 200; entry++) log.write('error', `entry ${entry}`);
    const files = readdirSync(join(data, 'logs'));
    expect(files.sort()).toEqual(['kindred-1.log', 'kindred-2.log', 'kindred.log']);
    for (const file of files) expect(statSync(join(data, 'logs', file)).size).toBeLessThan(1100);
    const entries = log.read(50).map((entry) => Number(/entry (\d+)/.exec(entry)?.[1]));
    expect(entries).toEqual(Array.from({ length: entries.length }, (_, at) => 200 - entries.length + at));
    expect(entries.length).toBeGreaterThan(40);
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner alone', () => {
    new Log(data).write('error', 'no');
    expect(statSync(join(data, 'logs/kindred.log')).mode & 0o077).toBe(0);
  });

  it('is no further fault where it cannot be written', () => {
    writeFileSync(join(data, 'logs'), 'a file is in its way');
    const log = new Log(data);
    expect(() => log.write('error', 'no')).not.toThrow();
    rmSync(join(data, 'logs'));
    log.write('error', 'yes');
    chmodSync(join(data, 'logs/kindred.log'), 0);
    if (process.getuid?.() !== 0) expect(log.read(5)).toEqual([expect.stringMatching(/cannot be read/)]);
  });

  it('has what is reported on the console, until that ends', () => {
    const report = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const end = keepErrors(new Log(data));
    console.error('told', 1);
    end();
    console.error('not told');
    expect(report.mock.calls).toEqual([['told', 1], ['not told']]);
    expect(readFileSync(join(data, 'logs/kindred.log'), 'utf8')).toMatch(/^\S+ console: told 1\n$/);
    report.mockRestore();
  });
});
