// `npm start -- [<folder>]`: sets up the project and opens the app on the folder, in Electron or, if that cannot run, in a browser.
// Plain JavaScript without packages.

import { join, resolve } from 'node:path';
import { findElectron } from './electron.mjs';
import { build, install, main, node, root, run, say } from './setup.mjs';

// if no window can be opened, Electron exits within this time; an exit after it means the app was in use
const startSeconds = 20;

main(async () => {
  // npm runs scripts in the project's folder and records where it was called
  const folder = process.argv[2] === undefined ? [] : [resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2])];
  await install();
  await build();
  const reason = await openInElectron(folder);
  if (reason === null) return 0;
  say(`Opening Kindred in the browser: ${reason}.`);
  // where the processor has such keys, V8 ends a process now and then whose threads make and free WebAssembly (nodejs/node 64500)
  const sound = process.platform === 'linux' && process.arch === 'x64' ? ['--no-memory-protection-keys'] : [];
  return run(node, [...sound, join(root, 'src-main/cli.ts'), 'serve', ...folder, '--open']);
});

/** Resolves with `null` if the app ran, else with the reason why it could not. */
async function openInElectron(folder) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display for a window here';
  const { path, reason } = await findElectron();
  if (path === null) return `Electron cannot be downloaded (${reason})`;
  // Chromium's sandbox does not work as root
  const flags = process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : [];
  const began = Date.now();
  const code = await run(path, [root, ...flags, ...folder], { env: { ELECTRON_RUN_AS_NODE: undefined } });
  if (code === 0 || code === 130 || Date.now() - began > startSeconds * 1000) return null;
  return `Electron does not start here (code ${code}, see above)`;
}
