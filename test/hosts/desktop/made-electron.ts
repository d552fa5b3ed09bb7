// A fake `electron` module: the behaviour that the app relies on, in one process and without the runtime.
// Messages are cloned as between processes, and what crosses into the page's world is copied as Electron does it:
// functions become proxies, and an error keeps only its message. Long, because it is one module with interdependent parts.

import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createContext, runInContext } from 'node:vm';
import type { SaveDialogOptions, SaveDialogReturnValue } from 'electron';

class Preventable {
  prevented = false;
  readonly preventDefault = (): void => {
    this.prevented = true;
  };
}

type Listener = (...args: never[]) => unknown;

export const state = {
  userData: '',
  packaged: false,
  firstInstance: true,
  lockData: undefined as unknown,
  sandboxed: false,
  exitCode: null as number | null,
  quitAsked: false,
  schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
  switches: [] as string[],
  displays: [{ workArea: { x: 0, y: 0, width: 1440, height: 900 } }],
  windows: [] as BrowserWindow[],
  trashed: [] as string[],
  /** What the clipboard was given, files opened and shown, drags begun, notifications. */
  clipboard: [] as unknown[],
  opened: [] as string[],
  inFolder: [] as string[],
  drags: [] as { file: string; files?: string[]; icon: unknown }[],
  notified: [] as { title: string; body: string }[],
  errors: [] as { title: string; content: string }[],
  messages: [] as { message: string; buttons: string[] }[],
  messageResponse: 0,
  chosen: { canceled: true, filePaths: [] as string[] },
  saveDialogs: [] as SaveDialogOptions[],
  savedTo: { canceled: true, filePath: '' } as SaveDialogReturnValue,
  menu: null as MenuItem[] | null,
  /** Power-save blockers at work, by id. */
  awake: new Map<number, string>()
};

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}

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
    state.exitCode ??= code;
  }
}
export const app = new App();

let blockers = 0;
export const shell = {
  async trashItem(path: string): Promise<void> {
    state.trashed.push(path);
  },
  /** What the system says went wrong; nothing did for ''. */
  async openPath(path: string): Promise<string> {
    state.opened.push(path);
    return path.endsWith('.odd') ? 'No program is known for it' : '';
  },
  showItemInFolder: (path: string): void => void state.inFolder.push(path)
};

/** A picture that only knows what it was made of. */
class NativeImage {
  readonly from: unknown;
  constructor(from: unknown) {
    this.from = from;
  }
  resize(): this {
    return this;
  }
  toPNG(): Buffer {
    return Buffer.from('png');
  }
}
export const nativeImage = { createFromBuffer: (data: Buffer): NativeImage => new NativeImage(data), createFromPath: (path: string): NativeImage => new NativeImage(path) };

export class ClipboardItem {
  readonly items: Record<string, unknown>;
  constructor(items: Record<string, unknown>) {
    this.items = items;
  }
}
export const clipboard = {
  writeText: async (text: string): Promise<void> => void state.clipboard.push(text),
  write: async ([item]: ClipboardItem[]): Promise<void> => void state.clipboard.push(Object.keys(item?.items ?? {}))
};

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly options: { title: string; body: string };
  constructor(options: { title: string; body: string }) {
    super();
    this.options = options;
  }
  show(): void {
    state.notified.push(this.options);
  }
}

export const powerSaveBlocker = {
  start(kind: 'prevent-app-suspension' | 'prevent-display-sleep'): number {
    state.awake.set(++blockers, kind);
    return blockers;
  },
  stop: (id: number): boolean => state.awake.delete(id)
};

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

/** The frame of the app's own page. */
export const pageFrame = { url: 'kindred://app/#/groups', parent: null };

const invokable = new Map<string, Listener>();
export const ipcMain = new (class extends EventEmitter {
  handle(channel: string, listener: Listener): void {
    if (invokable.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    invokable.set(channel, listener);
  }
})();

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

export const screen = { getAllDisplays: (): typeof state.displays => state.displays };
export const nativeTheme = { shouldUseDarkColors: true };
export const dialog = {
  showErrorBox: (title: string, content: string): void => void state.errors.push({ title, content }),
  showMessageBox: (_window: unknown, options: { message: string; buttons: string[] }): Promise<{ response: number }> => {
    state.messages.push(options);
    return Promise.resolve({ response: state.messageResponse });
  },
  showOpenDialog: (): Promise<typeof state.chosen> => Promise.resolve(state.chosen),
  showSaveDialog(...given: [unknown, SaveDialogOptions] | [SaveDialogOptions]): Promise<SaveDialogReturnValue> {
    state.saveDialogs.push(given.at(-1) as SaveDialogOptions); // the last of either form
    return Promise.resolve(state.savedTo);
  }
};
export const Menu = {
  buildFromTemplate: (items: MenuItem[]): MenuItem[] => items,
  setApplicationMenu: (items: MenuItem[]): void => void (state.menu = items)
};

/** A process of Node that knows its parent as a utility process does: see made-parent-port.ts. */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(path: string) {
    super();
    const port = new URL('made-parent-port.ts', import.meta.url);
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
