// The app and its windows, of the fake Electron. Not a test.

import { EventEmitter } from 'node:events';
import { Preventable, state } from './state.ts';
import { ipcRenderer } from './messages.ts';

class App extends EventEmitter {
  readonly commandLine = { appendSwitch: (name: string, value?: string): void => void state.switches.push(value === undefined ? name : `${name}=${value}`) };
  get isPackaged(): boolean {
    return state.packaged;
  }
  setPath(name: string, path: string): void {
    if (name === 'userData') state.userData = path;
  }
  enableSandbox(): void {
    state.sandboxed = true;
  }
  requestSingleInstanceLock(data: unknown): boolean {
    state.lockData = data;
    return state.firstInstance;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  getLocale(): string {
    return 'ko-KR';
  }
  getVersion(): string {
    return '0.1.0';
  }
  quit(): void {
    state.quitAsked = true;
    this.emit('before-quit', {});
    for (const window of state.windows) if (!window.destroyed && !window.close({ quitting: true })) return;
    const event = new Preventable();
    this.emit('will-quit', event);
    if (!event.prevented) this.exit(0);
  }
  exit(code: number): void {
    if (state.exitCode !== null) return;
    state.exitCode = code;
    this.emit('quit', {}, code);
  }
}

export const app = new App();

/** One page: what it loaded, what was sent to it, and its events. */
class WebContents extends EventEmitter {
  readonly sent: unknown[][] = [];
  reloads = 0;
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  send(...message: unknown[]): void {
    this.sent.push(message.map((part) => structuredClone(part)));
    ipcRenderer.emit(String(message[0]), {}, ...message.slice(1).map((part) => structuredClone(part)));
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  reload(): void {
    this.reloads++;
  }
  startDrag(item: { file: string; files?: string[]; icon: unknown }): void {
    state.drags.push(item);
  }
  /** Whether a navigation to `url` goes through. */
  navigate(event: string, url: string, { isMainFrame = true } = {}): boolean {
    const details = Object.assign(new Preventable(), { url, isMainFrame });
    this.emit(event, details);
    return !details.prevented;
  }
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly options: Partial<Bounds> & { readonly webPreferences: Record<string, unknown> };
  bounds: Bounds;
  url = '';
  shown = false;
  focused = 0;
  maximised = false;
  minimised = false;
  destroyed = false;

  constructor(options: Partial<Bounds> & { webPreferences: Record<string, unknown> }) {
    super();
    this.options = options;
    this.bounds = { x: options.x ?? 10, y: options.y ?? 10, width: options.width ?? 800, height: options.height ?? 600 };
    state.windows.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return Promise.resolve();
  }
  show(): void {
    this.shown = true;
  }
  focus(): void {
    this.focused++;
  }
  maximize(): void {
    this.maximised = true;
  }
  isMaximized(): boolean {
    return this.maximised;
  }
  isMinimized(): boolean {
    return this.minimised;
  }
  restore(): void {
    this.minimised = false;
  }
  setProgressBar(share: number): void {
    state.progress.push(share);
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getNormalBounds(): Bounds {
    return this.bounds;
  }
  /** Whether it is closed: whoever listens may prevent it. */
  close({ quitting = false } = {}): boolean {
    const event = new Preventable();
    this.emit('close', event);
    if (!event.prevented) this.destroy({ quitting });
    return !event.prevented;
  }
  destroy({ quitting = false } = {}): void {
    this.destroyed = true;
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (!quitting) app.emit('window-all-closed');
  }
}
