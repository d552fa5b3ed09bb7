// The command line as a process: `kindred <command> …`. What the commands are: commands/run.ts.

import { printOnlyPrintable } from './commands/printable.ts';
import { runCommand } from './commands/run.ts';
import { widenThreadPool } from './photos/thread-pool.ts';

widenThreadPool();
printOnlyPrintable({ json: process.argv.includes('--json') });
process.exitCode = await runCommand(process.argv.slice(2));
