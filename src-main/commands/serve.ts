// `kindred serve [<folder>]`: the app in a browser, on this computer only, until it is interrupted.

import { resolve } from 'node:path';
import { dataFolder } from '../data-folder.ts';
import { openLog } from '../diagnostics/open-log.ts';
import { createHandlers } from '../handlers.ts';
import { createEventHub } from '../hosts/events.ts';
import { noDialogs } from '../hosts/host.ts';
import { openBrowser } from '../hosts/open-browser.ts';
import { appVersion } from '../hosts/resources.ts';
import { serve } from '../serve.ts';
import { readArguments, UsageError } from './arguments.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { port: { type: 'string', default: '0' }, open: { type: 'boolean' } });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`expected a port from 0 to 65535, got ${values.port}`);

  const events = createEventHub();
  const app = createHandlers({ log: openLog(dataFolder()), host: 'browser', version: appVersion(), locale: Intl.DateTimeFormat().resolvedOptions().locale, dataFolder: dataFolder(), events, dialogs: noDialogs });
  try {
    const [folder] = positionals;
    if (folder !== undefined) await app.offer(resolve(folder));
    const served = await serve({ ...app, events, port });
    try {
      console.log(served.url);
      const forget = values.open ? await openBrowser(served.url) : null;
      await new Promise<void>((stop) => {
        process.once('SIGINT', stop);
        process.once('SIGTERM', stop);
      });
      await forget?.();
      await app.close(); // while pages can still send unsaved changes
    } finally {
      await served.close();
    }
  } finally {
    await app.close();
  }
}
