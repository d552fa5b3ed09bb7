// Runs a program under strace and reads what it asked the system to write, name and flush, in order.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { ForgetfulDisk } from './disk.ts';

export const TRACER = ['/usr/bin/strace', '/bin/strace'].find((path) => existsSync(path)) ?? null;

/** One call to the system, as it ended. `begun`: how many calls had been made when it began. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  readonly result: string;
  readonly begun: number;
}

const CALLS = 'open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate,truncate,fallocate,copy_file_range,sendfile,symlink,symlinkat,utimensat,ioctl';

export interface Traced {
  readonly calls: readonly Call[];
  readonly code: number | null;
  readonly stderr: string;
}

/** @param trace where the trace is written, and removed again @returns `null` where programs must not be traced */
export async function traced(args: readonly string[], trace: string, env: NodeJS.ProcessEnv = {}): Promise<Traced | null> {
  if (TRACER === null) return null;
  const child = spawn(TRACER, ['-f', '-y', '-xx', '-s', '40000000', '-qq', '--seccomp-bpf', '-e', 'signal=none', '-e', `trace=${CALLS}`, '-o', trace, process.execPath, '--no-warnings', ...args], { env: { ...process.env, UV_USE_IO_URING: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (/ptrace|not permitted/i.test(stderr)) return null;
  const calls = readCalls(readFileSync(trace, 'latin1'));
  rmSync(trace);
  return { calls, code, stderr };
}

function readCalls(text: string): Call[] {
  const calls: Call[] = [];
  const begun = new Map<string, { readonly said: string; readonly at: number }>();
  for (const line of text.split('\n')) {
    const [, process, said] = /^(\d+)\s+(.*)$/s.exec(line) ?? [];
    if (process === undefined || said === undefined) continue;
    if (said.endsWith(' <unfinished ...>')) {
      begun.set(process, { said: said.slice(0, -17), at: calls.length });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(said);
    const before = begun.get(process);
    if (resumed && !before) continue;
    const whole = resumed ? before!.said + said.slice(resumed[0].length) : said; // it was looked at
    const end = whole.lastIndexOf(' = ');
    const open = whole.indexOf('(');
    if (end < 0 || open < 0) continue;
    calls.push({ name: whole.slice(0, open), args: split(whole.slice(open + 1, whole.lastIndexOf(')', end))), result: whole.slice(end + 3), begun: resumed ? before!.at : calls.length });
  }
  return calls;
}

/** At commas outside brackets; strings hold only `\x..`. */
function split(text: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x22) at = text.indexOf('"', at + 1);
    else if (character === 0x5b || character === 0x7b || character === 0x3c) depth++;
    else if (character === 0x5d || character === 0x7d || character === 0x3e) depth--;
    else if (character === 0x2c && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}

const bytesOf = (text: string): Buffer => Buffer.from(text.slice(text.indexOf('"') + 1, text.lastIndexOf('"')).replaceAll('\\x', ''), 'hex');
/** The path of `12<path>`, or of a string. */
function pathOf(text = ''): string {
  const at = /<(.*)>/s.exec(text)?.[1];
  if (at === undefined) return text.startsWith('"') ? bytesOf(text).toString() : text;
  return at.startsWith('\\x') ? Buffer.from(at.replaceAll('\\x', ''), 'hex').toString() : at;
}
const placed = (folder: string, path: string): string => resolve(pathOf(folder), pathOf(path));

/** Does what a call did on `disk`, if it is about `root`. @returns what was said on stdout, if that is what it did */
export class Replay {
  readonly #disk: ForgetfulDisk;
  readonly #root: string;
  /** Of the disk's changes, when each call was over. */
  readonly #changes: number[] = [];
  readonly #places = new Map<string, number>();

  constructor(disk: ForgetfulDisk, root: string) {
    [this.#disk, this.#root] = [disk, root];
  }

  next({ name, args, result, begun }: Call): string | null {
    const from = begun === 0 ? 0 : (this.#changes[begun - 1] ?? 0);
    const said = result.startsWith('-1') || result.startsWith('?') ? null : this.#do(name, args, result, from);
    this.#changes.push(this.#disk.next);
    return said;
  }

  #do(name: string, args: readonly string[], result: string, from: number): string | null {
    const [first = '', second = '', third = '', fourth = ''] = args;
    const disk = this.#disk;
    const at = (path: string): boolean => path.startsWith(this.#root + sep);
    const path = pathOf(first);
    switch (name) {
      case 'open': case 'openat': case 'creat': {
        const flags = name === 'openat' ? third : second;
        const opened = pathOf(result);
        if (!at(opened)) break;
        if (!disk.has(opened)) {
          if (/O_CREAT/.test(flags) || name === 'creat') disk.create(opened);
          else break;
        } else if (/O_TRUNC/.test(flags) || name === 'creat') disk.truncate(opened, 0);
        this.#places.set(result, /O_APPEND/.test(flags) ? disk.sizeOf(opened) : 0);
        break;
      }
      case 'write': case 'writev': {
        const bytes = name === 'write' ? bytesOf(second) : Buffer.concat([...second.matchAll(/iov_base=("[^"]*")/g)].map(([, text = '']) => bytesOf(text)));
        if (first.startsWith('1<')) return bytes.toString();
        if (!at(path) || !disk.has(path)) break;
        this.#write(first, path, null, bytes.subarray(0, Number(result)));
        break;
      }
      case 'pwrite64':
        if (at(path) && disk.has(path)) disk.write(path, Number(fourth), bytesOf(second));
        break;
      case 'pwritev': case 'pwritev2':
        if (at(path) && disk.has(path)) disk.write(path, Number(fourth), Buffer.concat([...second.matchAll(/iov_base=("[^"]*")/g)].map(([, text = '']) => bytesOf(text))));
        break;
      case 'copy_file_range': case 'sendfile': {
        const [to, source] = name === 'sendfile' ? [first, second] : [third, first];
        if (!at(pathOf(to)) || !disk.has(pathOf(to))) break;
        const [count, key] = [Number(result), `${to} from ${source}`];
        const start = this.#places.get(key) ?? 0;
        this.#write(to, pathOf(to), null, (at(pathOf(source)) ? disk.contentOf(pathOf(source)) : readFileSync(pathOf(source))).subarray(start, start + count));
        this.#places.set(key, start + count);
        break;
      }
      case 'ioctl':
        if (/FICLONE/.test(second) && at(path)) disk.write(path, 0, disk.contentOf(pathOf(third)));
        break;
      case 'ftruncate': case 'truncate':
        if (at(path) && disk.has(path)) disk.truncate(path, Number(second));
        break;
      case 'fallocate':
        if (at(path) && disk.has(path) && disk.sizeOf(path) < Number(third) + Number(fourth)) disk.truncate(path, Number(third) + Number(fourth));
        break;
      case 'fsync': case 'fdatasync':
        if (at(path) || path === this.#root) disk.flush(path, from);
        break;
      case 'rename': case 'renameat': case 'renameat2': case 'link': case 'linkat': {
        const [source, to] = name === 'rename' || name === 'link' ? [resolve(path), resolve(pathOf(second))] : [placed(first, second), placed(third, fourth)];
        if (!at(to) && !at(source)) break;
        if (name.startsWith('link')) disk.link(source, to);
        else disk.rename(source, to);
        break;
      }
      case 'symlink': case 'symlinkat': {
        const to = name === 'symlink' ? resolve(pathOf(second)) : placed(second, third);
        if (at(to)) disk.symlink(path, to);
        break;
      }
      case 'unlink': case 'rmdir': case 'unlinkat': {
        const gone = name === 'unlinkat' ? placed(first, second) : resolve(path);
        if (at(gone)) disk.remove(gone);
        break;
      }
      case 'mkdir': case 'mkdirat': {
        const made = name === 'mkdirat' ? placed(first, second) : resolve(path);
        if (at(made)) disk.makeFolder(made);
        break;
      }
      case 'utimensat': {
        const seconds = [...third.matchAll(/tv_sec=(\d+)[^,]*, tv_nsec=(\d+)/g)].map(([, whole, nano]) => Number(whole) + Number(nano) / 1e9)[1];
        const touched = second === 'NULL' ? path : placed(first, second);
        if (seconds !== undefined && at(touched)) disk.touch(touched, seconds);
      }
    }
    return null;
  }

  #write(key: string, path: string, at: number | null, bytes: Buffer): void {
    const start = at ?? this.#places.get(key) ?? 0;
    this.#disk.write(path, start, bytes);
    this.#places.set(key, start + bytes.length);
  }
}
