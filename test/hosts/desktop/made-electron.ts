// A fake `electron` module: the behaviour that the app relies on, in one process and without the runtime.
// Messages are cloned as between processes, and what crosses into the page's world is copied as Electron does it:
// functions become proxies, and an error keeps only its message.

export const webUtils = { getPathForFile: (file: { readonly name: string }): string => (file.name === '' ? '' : `/dropped/${file.name}`) };
export { state, type MenuItem } from './electron/state.ts';
export { shell, nativeImage, ClipboardItem, clipboard, Notification, ShareMenu, powerMonitor, powerSaveBlocker, screen, nativeTheme, dialog, Menu } from './electron/system.ts';
export { app, BrowserWindow } from './electron/windows.ts';
export { pageFrame, ipcMain, answered, invokeFrom, ipcRenderer, pageWorld, contextBridge } from './electron/messages.ts';
export { protocol, session } from './electron/session.ts';
export { utilityProcesses, utilityProcess } from './electron/processes.ts';
