// Runs `kindred` in this process, which costs a fraction of starting another one. Tests of what only a process shows (signals, what a terminal
// gets, a kill) start src-main/cli.ts. Not a test.

import { printOnlyPrintable } from '../../src-main/commands/printable.ts';
import { runCommand } from '../../src-main/commands/run.ts';

export interface Ran {
  /** The exit code. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let turn: Promise<unknown> = Promise.resolve();

/** `kindred` with these variables in its environment; called several times at once, one after the other. */
export function kindredIn(environment: () => Readonly<Record<string, string>>): (...args: string[]) => Promise<Ran> {
  return (...args) => {
    const ran = turn.then(() => captured(environment(), args));
    turn = ran.catch(() => {}); // whoever called is told
    return ran;
  };
}

async function captured(environment: Readonly<Record<string, string>>, args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const { log, error } = console;
  const [stdout, stderr] = [process.stdout.write.bind(process.stdout), process.stderr.write.bind(process.stderr)];
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  const into = (list: string[]): typeof process.stdout.write => (data: string | Uint8Array) => (list.push(typeof data === 'string' ? data : Buffer.from(data).toString()), true);
  console.log = (...what) => void out.push(`${what.join(' ')}\n`);
  console.error = (...what) => void err.push(`${what.join(' ')}\n`);
  process.stdout.write = into(out);
  process.stderr.write = into(err);
  printOnlyPrintable({ json: args.includes('--json') });
  Object.assign(process.env, environment);
  try {
    const code = await runCommand(args);
    return { code, stdout: out.join(''), stderr: err.join('') };
  } finally {
    Object.assign(console, { log, error });
    process.stdout.write = stdout;
    process.stderr.write = stderr;
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
