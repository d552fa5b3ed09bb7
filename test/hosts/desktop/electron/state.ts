// What happened to the fake Electron, and how it is to answer: looked at and set by the tests. Not a test.

import type { SaveDialogOptions, SaveDialogReturnValue } from 'electron';
import type { BrowserWindow } from './windows.ts';

export class Preventable {
  prevented = false;
  readonly preventDefault = (): void => {
    this.prevented = true;
  };
}

export type Listener = (...args: never[]) => unknown;

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
  shared: [] as { filePaths?: string[] }[],
  notified: [] as { title: string; body: string }[],
  errors: [] as { title: string; content: string }[],
  messages: [] as { message: string; buttons: string[] }[],
  messageResponse: 0,
  chosen: { canceled: true, filePaths: [] as string[] },
  saveDialogs: [] as SaveDialogOptions[],
  savedTo: { canceled: true, filePath: '' } as SaveDialogReturnValue,
  /** Shares shown on the taskbar. */
  progress: [] as number[],
  menu: null as MenuItem[] | null,
  /** Power-save blockers at work, by id. */
  awake: new Map<number, string>()
};

export interface MenuItem {
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly enabled?: boolean;
  readonly submenu?: readonly MenuItem[];
  readonly click?: () => void;
}
