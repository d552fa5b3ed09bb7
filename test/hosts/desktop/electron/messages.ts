// Messages between the main process and the page of the fake Electron, and what crosses into the world of the page. Not a test.

import { EventEmitter } from 'node:events';
import { createContext, runInContext } from 'node:vm';
import { type Listener, state } from './state.ts';

/** The frame of the app's own page. */
export const pageFrame = { url: 'kindred://app/#/groups', parent: null };

const invokable = new Map<string, Listener>();

export const ipcMain = new (class extends EventEmitter {
  handle(channel: string, listener: Listener): void {
    if (invokable.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    invokable.set(channel, listener);
  }
})();

/** The channels that are answered. */
export const answered = (): string[] => [...invokable.keys()];

/** Sends a message as the frame `frame` would. Rejects as Electron does: with the message alone. */
export async function invokeFrom(frame: unknown, channel: string, ...args: unknown[]): Promise<unknown> {
  const listener = invokable.get(channel) as ((...args: unknown[]) => unknown) | undefined; // whatever was registered
  if (!listener) throw new Error(`No handler registered for '${channel}'`);
  try {
    return structuredClone(await listener({ senderFrame: frame }, ...args.map((arg) => structuredClone(arg))));
  } catch (error) {
    throw new Error(`Error invoking remote method '${channel}': ${String(error)}`);
  }
}

class IpcRenderer extends EventEmitter {
  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return invokeFrom(pageFrame, channel, ...args);
  }
  /** From the page of the first window. */
  send(channel: string, ...args: unknown[]): void {
    ipcMain.emit(channel, { sender: state.windows[0]?.webContents, senderFrame: pageFrame }, ...args.map((arg) => structuredClone(arg)));
  }
}

export const ipcRenderer = new IpcRenderer();

/** The page's world: a separate realm without Node, where the preload may put things. */
export const pageWorld: Record<string, unknown> = createContext({ Error, URL });

export const contextBridge = {
  executeInMainWorld({ func, args = [] }: { func: Listener; args?: unknown[] }): unknown {
    const sent = runInContext(`(${func.toString()})`, pageWorld) as (...args: unknown[]) => unknown; // the text of a function
    return cross(sent(...args.map(cross)));
  }
};

function cross(value: unknown): unknown {
  if (typeof value === 'function') {
    return (...args: unknown[]) => {
      try {
        return cross((value as (...args: unknown[]) => unknown)(...args.map(cross))); // the check above
      } catch (error) {
        throw crossError(error);
      }
    };
  }
  if (value instanceof Promise) return value.then(cross, (error: unknown) => Promise.reject(crossError(error)));
  if (value instanceof Error) return crossError(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return structuredClone(value);
  if (Array.isArray(value)) return value.map(cross);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cross(part)]));
}

function crossError(error: unknown): Error {
  return new Error(error instanceof Error ? error.message : String(error));
}
