// The command line: `kindred <command> …`. Results go to stdout, progress and messages to stderr.
// Exit code 0: done, 1: failed, 2: the command line was not understood.

import { minerNames } from '../src-shared/learning/mining/miner.ts';
import { objectiveNames } from '../src-shared/learning/training/recipe.ts';
import { isUsageError } from './commands/arguments.ts';
import { printOnlyPrintable } from './commands/printable.ts';
import { failureOf } from './failure.ts';
import { widenThreadPool } from './photos/thread-pool.ts';

const commands = {
  index: () => import('./commands/index.ts'),
  train: () => import('./commands/train.ts'),
  groups: () => import('./commands/groups.ts'),
  library: () => import('./commands/library.ts'),
  judgments: () => import('./commands/judgments.ts'),
  repair: () => import('./commands/repair.ts'),
  evaluate: () => import('./commands/evaluate.ts'),
  simulate: () => import('./commands/simulate.ts'),
  pretrain: () => import('./commands/pretrain.ts'),
  serve: () => import('./commands/serve.ts')
} as const;

const usage = `Usage: kindred <command> [options]

  index <folder> [--new-library] [--backend b] [--json]
                                              find, read and describe the photos of a folder; only what changed is read again. A folder that was
                                              moved goes on with its library, unless --new-library is said
  train [<folder>] [--minutes N] [--objective o] [--miner m] [--margin d] [--backend b] [--json]
                                              trains the encoder on the photos of an indexed folder; it is put in use if it is better
  groups [<folder>] [--granularity g] [--json]  the groups of alike photos, biggest first; g from 0 (same shot) to 1 (same kind)
  evaluate <folder> --truth <truth.json> [--encoder <file>] [--backend b] [--json]
                                              scores against known groups, in a throw-away library; with other weights than the app's
  simulate <folder> --truth <truth.json> [--answers 0,10,20,50,100] [--seed 1] [--strategy app] [--encoder <file>] [--json]
                                              scores after so many answers to the app's own questions, given from known groups
  judgments export [<folder>] [--lens name]   what you said, as JSON lines on stdout
  judgments import <folder> <file> [--lens name] [--json]
                                              takes such lines over (- for stdin); into the lenses they name, or all into one
  repair [<folder>] [--json]                  puts a damaged library together again from all of it that can be read
  library list [--json]                       the libraries there are, their folders, photos and answers
  library relocate <old folder> <new folder>  a folder was moved: its library goes on at the new place
  library add <folder or id> <new folder>     a library takes in one more folder
  library remove <folder>                     and leaves one; what was said of its photos stays
  library leave-out <folder or id> [<pattern> …]
                                              what a library leaves out; adds patterns as in a .gitignore, or drops those it has
  library forget <folder or id> [--export <file>] [--yes]
                                              deletes what is stored of a library, after saving its answers
  pretrain --data <folder or zip files> [--minutes N] [--out pretrained] [--backend b]
                                              trains an encoder from nothing on pictures without labels; the same command goes on where it was;
                                              also --start <encoder.bin>, --sets <folder with known groups>, --seed, --batch, --side, --rate,
                                              --objective, --miner, --margin
  serve [<folder>] [--port 0] [--open]        the app in a browser, on this computer only

  --backend   tensorflow, webgpu, wasm or cpu, in place of the best that runs; so does KINDRED_BACKEND
  --objective ${objectiveNames.join(', ')}
  --miner     which of them triplet and contrastive look at: ${minerNames.join(', ')}
  --margin    how much farther other photos are to be, up to 2: triplet, contrastive, lifted-structure
  --json      one JSON document on stdout
  --help      this text

KINDRED_DATA names the folder where libraries are kept.`;

async function main([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? console.error : console.log)(usage);
    return name === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) {
    console.error(`kindred: no command "${name}"\n\n${usage}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(usage);
    return 0;
  }
  try {
    const { run } = await commands[name as keyof typeof commands](); // hasOwn above
    await run(rest);
    return 0;
  } catch (error) {
    if (isUsageError(error)) {
      console.error(`kindred ${name}: ${error.message}\n\n${usage}`);
      return 2;
    }
    console.error(`kindred ${name}: ${failureOf(error).message}`);
    return 1;
  }
}

widenThreadPool();
printOnlyPrintable({ json: process.argv.includes('--json') });
process.exitCode = await main(process.argv.slice(2));
