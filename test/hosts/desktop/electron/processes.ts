// Utility processes of the fake Electron: processes of Node. Not a test.

import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

/** A process of Node that knows its parent as a utility process does: see made-parent-port.ts. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(path: string) {
    super();
    const port = new URL('../made-parent-port.ts', import.meta.url);
    this.#child = fork(path, { serialization: 'advanced', execArgv: ['--import', port.href], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.on('spawn', () => this.emit('spawn'));
    this.#child.on('exit', (code) => this.emit('exit', code ?? 15));
  }
  postMessage(message: object): void {
    // cloned at once, so that what cannot be cloned throws here
    this.#child.send(structuredClone(message));
  }
  kill(): boolean {
    return this.#child.kill();
  }
}

export const utilityProcesses: string[] = [];

export const utilityProcess = {
  fork: (path: string, _args: readonly string[], options: { serviceName: string }): UtilityProcess => {
    utilityProcesses.push(options.serviceName);
    return new UtilityProcess(path);
  }
};
