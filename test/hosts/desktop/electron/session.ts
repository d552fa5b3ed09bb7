// What the page of the fake Electron loads and is allowed to. Not a test.

import { EventEmitter } from 'node:events';
import { state } from './state.ts';

export const protocol = { registerSchemesAsPrivileged: (schemes: typeof state.schemes): void => void state.schemes.push(...schemes) };

class Session extends EventEmitter {
  readonly pages = new Map<string, (request: Request) => Promise<Response>>();
  permission: ((contents: unknown, permission: string, decide: (granted: boolean) => void) => void) | null = null;
  check: (() => boolean) | null = null;
  device: (() => boolean) | null = null;
  request: ((details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void) | null = null;
  readonly protocol = { handle: (scheme: string, answer: (request: Request) => Promise<Response>): void => void this.pages.set(scheme, answer) };
  readonly webRequest = { onBeforeRequest: (listener: NonNullable<Session['request']>): void => void (this.request = listener) };
  setPermissionRequestHandler(handler: NonNullable<Session['permission']>): void {
    this.permission = handler;
  }
  setPermissionCheckHandler(handler: () => boolean): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
  /** Loads an address as the page would. */
  fetch(url: string, init?: RequestInit): Promise<Response> {
    const answer = this.pages.get('kindred');
    // undici's Request refuses unknown schemes for nothing that matters here
    return answer ? answer({ url, method: init?.method ?? 'GET' } as Request) : Promise.reject(new Error('ERR_UNKNOWN_URL_SCHEME'));
  }
}

export const session = { defaultSession: new Session() };
