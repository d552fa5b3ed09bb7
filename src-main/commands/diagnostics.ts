// `kindred diagnostics [--check]`: what a report of a fault needs, without the names of photos.

import { diagnosticsText } from '../../src-shared/diagnostics-text.ts';
import { dataFolder } from '../data-folder.ts';
import { diagnose } from '../diagnostics/diagnose.ts';
import { Log } from '../diagnostics/log.ts';
import { learningWith } from '../hosts/learning.ts';
import { appVersion } from '../hosts/resources.ts';
import { readArguments } from './arguments.ts';

export async function run(args: readonly string[]): Promise<void> {
  const { values } = readArguments(args, { check: { type: 'boolean' }, json: { type: 'boolean' } });
  const data = dataFolder();
  const backends = (await learningWith({ dataFolder: data }).compute.backends()).map(({ name, usable, note }) => ({ name, usable, note }));
  const report = await diagnose({ dataFolder: data, host: 'command line', version: appVersion(), locale: Intl.DateTimeFormat().resolvedOptions().locale, backends, encoder: null, open: new Set(), log: new Log(data), check: values.check ?? false });
  console.log(values.json ? JSON.stringify(report) : diagnosticsText(report).trimEnd());
}
