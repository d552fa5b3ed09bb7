// Starts a worker as an Electron utility process: there native code neither blocks nor crashes the app, and the system shows it by name.
// Its messages, and when it counts as gone, are as for any other process: workers/worker-start.ts.

import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import { asMessage, isLast, type StartProcess } from '../../workers/worker-start.ts';

export const startUtilityProcess: StartProcess = (file, data, { onMessage, onExit }) => {
  const child = utilityProcess.fork(fileURLToPath(file), [], { serviceName: 'Kindred compute', stdio: 'ignore' });
  let cause: Error | null = null;
  // emitted for V8 errors only; without a listener the error would end the app
  child.on('error', (type, location) => (cause ??= new Error(`${type} at ${location}`)));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      resolve();
      onExit(cause, code);
    });
  });
  child.on('message', (message: unknown) => {
    if (!isLast(message)) return onMessage(message);
    // it waits to be killed, because a message posted just before exiting could be lost
    cause = message.died;
    child.kill();
  });
  child.postMessage(data);
  return {
    post: (message) => child.postMessage(asMessage(message)),
    end: () => {
      // while it is still starting there is nothing to kill yet
      if (!child.kill()) child.once('spawn', () => child.kill());
      return gone;
    }
  };
};
