// Starts a worker as a utility process of Electron: there native code neither blocks nor crashes the app, and the system shows it by name.
// What it says and when it counts as gone is as for any other process: workers/worker-start.ts.

import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import { asMessage, isLast, type StartProcess } from '../../workers/worker-start.ts';

export const startUtilityProcess: StartProcess = (file, data, { onMessage, onExit }) => {
  const child = utilityProcess.fork(fileURLToPath(file), [], { serviceName: 'Kindred compute', stdio: 'ignore' });
  let cause: Error | null = null;
  // of V8 alone; an error that nobody hears would end the app
  child.on('error', (type, location) => (cause ??= new Error(`${type} at ${location}`)));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      resolve();
      onExit(cause, code);
    });
  });
  child.on('message', (message: unknown) => {
    if (!isLast(message)) return onMessage(message);
    // it waits to be ended, for what it posted as it ended itself could be lost
    cause = message.died;
    child.kill();
  });
  child.postMessage(data);
  return {
    post: (message) => child.postMessage(asMessage(message)),
    end: () => {
      // there is nothing to end yet while it is being started
      if (!child.kill()) child.once('spawn', () => child.kill());
      return gone;
    }
  };
};
