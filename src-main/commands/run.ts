// Which command a command line means, and how the commands are used.

import { minerNames } from '../../src-shared/learning/mining/miner.ts';
import { objectiveNames } from '../../src-shared/learning/training/recipe.ts';
import { isUsageError } from './arguments.ts';
import { failureOf } from '../failure.ts';

const commands = {
  index: () => import('./index.ts'),
  train: () => import('./train.ts'),
  encoders: () => import('./encoders.ts'),
  groups: () => import('./groups.ts'),
  search: () => import('./search.ts'),
  duplicates: () => import('./duplicates.ts'),
  albums: () => import('./albums.ts'),
  export: () => import('./export.ts'),
  restore: () => import('./restore.ts'),
  library: () => import('./library.ts'),
  judgments: () => import('./judgments.ts'),
  import: () => import('./import.ts'),
  backup: () => import('./backup.ts'),
  'restore-backup': () => import('./restore-backup.ts'),
  repair: () => import('./repair.ts'),
  diagnostics: () => import('./diagnostics.ts'),
  evaluate: () => import('./evaluate.ts'),
  simulate: () => import('./simulate.ts'),
  pretrain: () => import('./pretrain.ts'),
  serve: () => import('./serve.ts')
} as const;

const usage = `Usage: kindred <command> [options]

  index <folder> [--new-library] [--backend b] [--json]
                                              finds, reads and describes the photos of a folder; only what changed is read again. A folder that was
                                              moved keeps its library, unless --new-library is given
  train [<folder>] [--minutes N] [--objective o] [--miner m] [--margin d] [--backend b] [--json]
                                              trains the encoder on the photos of an indexed folder; the result is used if it is better
  encoders add <folder or zip> | list [<folder>] | remove <name> [--json]
                                              encoders from outside (docs/encoders.md): adds one that lies on this computer, for all libraries
  encoders use <name> [<folder>] [--anyway] [--json]
                                              compares it with the one in use; if it is better, or with --anyway, encodes all photos with it and switches;
                                              the same command goes on where it was stopped; the name own is the app's own encoder
  groups [<folder>] [--granularity g] [--json]  the groups of alike photos, largest first; g from 0 (same shot) to 1 (same kind)
  search <folder> ["query"] [--like <file>]… [--words "red car"] [--limit N] [--backend b] [--json]
                                              photos by what a search box understands: "kitchen dec 2021 iphone -screenshots >5mp", best first, then newest;
                                              with --like those that the query leaves, or all, nearest to any of these image files first, which are not added;
                                              distances are by the first lens, null without --like: conditions have none; with --words those nearest to
                                              what these mean, where the encoder in use understands words
  duplicates [<folder>] [--kind k] [--keep rules] [--json | --trash | --move <folder> | --script] [--leave-albums] [--yes]
                                              files of one picture or shot, and which to keep; kinds identical, same-picture, same-shot;
                                              rules in order: folder, pixels, original, edited, metadata, sharpness, exposure, format, bytes, earlier, later;
                                              --trash and --move show what they would do, and do it with --yes; albums and marks of photos that go stay
                                              with those kept in their place, unless --leave-albums
  albums [<folder>] [--json]                  the albums of a library, and how many photos they hold
  albums <folder> --show <name> [--json]      the photos of an album, in its order
  albums <folder> --create <name> [<file> …] | --add <name> <file> … | --delete <name>
                                              changes albums; the photos stay where they are
  export [<folder>] --to <folder> [--groups | --album name] [--picked] [--stars N] [--pattern '{group}'] [--as copy] [--sidecars] [--into-files] [--dry-run] [--yes]
                                              copies photos, or moves or links them (--as copy, hardlink, symlink, move), into folders by a pattern of
                                              {group}, {album}, {date}, {year}, {month}, {folder}, {name}; --sidecars writes groups, stars, labels and places
                                              beside each for other programs, --into-files into the copies; shows what it would do, and does it with --yes
  export [<folder>] [--csv <file>] [--json <file>] [--list <file> [--null]] [--contact-sheet <file.html or .pdf>] [--groups …] [--yes]
                                              lists of the same photos; --list has their paths, for other programs; --yes replaces a file
  restore [<folder>]                          takes back the last export, move or removal of files, as far as the trash still has them
  evaluate <folder> --truth <truth.json> [--encoder <file>] [--backend b] [--json]
                                              scores against known groups, in a temporary library; --encoder uses other weights than the app's
  simulate <folder> --truth <truth.json> [--answers 0,10,20,50,100] [--seed 1] [--strategy app] [--encoder <file>] [--json]
                                              scores after given numbers of answers to the app's own questions, answered from known groups
  judgments export [<folder>] [--lens name]   your answers, as JSON lines on stdout
  judgments import <folder> <file> [--lens name] [--json]
                                              adds such lines (- for stdin), to the lenses they name, or all to one
  import <folder> [--from <folder>] [--keywords] [--folders-as-albums [--level 1]] [--marks] [--as-groups <lens>] [--dry-run] [--json]
                                              albums of other programs (XMP, Google Takeout), and if asked keywords, folders and marks, of the library's
                                              photos or of copies elsewhere; --as-groups also says that each is one group ("first" for the unnamed lens)
  backup <folder> <file> [--with-thumbnails] [--yes] [--json]
                                              everything known about a library, without the photos, as one file; --yes replaces a file that is there
  restore-backup <file> [--list] [--set-aside | --beside] [--json]
                                              a library from such a file; --list only says what is in it; a library that is here already is kept
                                              elsewhere (--set-aside) or stays (--beside)
  repair [<folder>] [--json]                  rebuilds a damaged library from everything in it that is still readable
  diagnostics [--check] [--json]              what a report of a fault needs, without the names of photos; --check looks through the databases
  library list [--json]                       all libraries, with their folders, photos and answers
  library relocate <old folder> <new folder>  for a folder that was moved: its library continues at the new place
  library add <folder or id> <new folder>     adds a folder to a library
  library remove <folder> [--library <folder or id>]
                                              removes a folder from its library, or from the one named; your answers about its photos are kept
  library leave-out <folder or id> [<pattern> …]
                                              lists what a library leaves out; adds patterns in .gitignore syntax, or removes those it already has
  library forget <folder or id> [--export <file>] [--yes]
                                              deletes a library's data, after saving its answers; the photos stay
  pretrain --data <folder or zip files> [--minutes N] [--out pretrained] [--backend b]
                                              trains an encoder from scratch on unlabelled pictures; the same command resumes where it stopped;
                                              also --start <encoder.bin>, --sets <folder with known groups>, --seed, --batch, --side, --rate,
                                              --objective, --miner, --margin; --objective all trains once by each, for as long, and prints a table
  serve [<folder>] [--port 0] [--open]        the app in a browser, on this computer only

  --backend   native, tensorflow, webgpu, wasm or cpu, instead of the best that runs; KINDRED_BACKEND does the same
  --objective ${objectiveNames.join(', ')}
              (supervised-contrastive: by train only, from the photos that you put together)
  --miner     which of them triplet and contrastive use: ${minerNames.join(', ')}
  --margin    how much farther away other photos should be, up to 2: triplet, contrastive, lifted-structure
  --json      one JSON document on stdout
  --help      this text

KINDRED_DATA sets the folder where libraries are kept.`;

/** Runs `kindred` with these arguments. Returns its exit code: 0 done, 1 failed, 2 not understood. Results go to stdout, progress and messages to stderr. */
export async function runCommand([name, ...rest]: readonly string[]): Promise<number> {
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
      console.error(`kindred ${name}: ${error.message}\n\nUsage: ${usageOf(name).trimStart()}\n\nkindred --help lists all commands and options.`);
      return 2;
    }
    console.error(`kindred ${name}: ${failureOf(error).message}`);
    return 1;
  }
}

/** The lines of the usage about one command, so that what was wrong with it stays in view. */
function usageOf(name: string): string {
  let isOf = false;
  return usage.split('\n').filter((line) => {
    if (/^ {2}\S/.test(line)) isOf = line.startsWith(`  ${name} `);
    return isOf && line !== '';
  }).map((line) => line.replace(/^ {2}(?=\S)/, '  kindred ')).join('\n');
}
