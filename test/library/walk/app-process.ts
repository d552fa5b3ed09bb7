// The whole app behind its handlers, in its own process that a test may kill: requests and replies as messages, as in a host.

import { noDialogs } from '../../../src-main/hosts/host.ts';
import { answer } from '../../../src-main/hosts/answer.ts';
import { createEventHub } from '../../../src-main/hosts/events.ts';
import { createHandlers } from '../../../src-main/handlers.ts';
import { plainEngine } from '../plain-engine.ts';

/** A request as the walk sends it. */
export interface Asked {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  readonly library: string | null;
}

const [dataFolder = ''] = process.argv.slice(2);
const events = createEventHub();
const app = createHandlers({
  host: 'browser', version: '0', locale: 'en', dataFolder, events, dialogs: noDialogs, engine: () => Promise.resolve(plainEngine()), flushMs: 500
});
events.listen((event) => void process.send?.({ event }));
process.on('message', ({ id, name, input, library }: Asked) => {
  void answer(app, name, input, library).then((answered) => process.send?.({ id, answered }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
