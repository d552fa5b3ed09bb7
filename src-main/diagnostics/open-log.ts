// The log of a host, with what the user set and has opened.
import { readSettings } from '../settings.ts';
import { listLibraries } from '../store/libraries.ts';
import { keepErrors, Log } from './log.ts';

/** Notes errors in the data folder from now on. */
export function openLog(dataFolder: string): Log {
  const log = new Log(dataFolder, { known: () => listLibraries(dataFolder).flatMap(({ folders }) => folders) });
  keepErrors(log);
  readSettings(dataFolder).then(({ logPaths }) => (log.withPaths = logPaths), (error: unknown) => console.error(error)); // until then without
  return log;
}
