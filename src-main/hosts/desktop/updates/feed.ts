// Where newer versions are looked for: decided when the app was packed (scripts/dist.mjs writes it into package.json), and only by installations that can
// replace themselves and check what they get.

import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import * as z from 'zod';

export interface Feed {
  /** The folder that is asked, `https:`, with a slash at its end. */
  readonly address: string;
  /** The Ed25519 public key that versions are signed with: SPKI, Base64. */
  readonly key: string;
}

export interface Installation {
  /** Whether it was packed at all. */
  readonly packaged: boolean;
  /** The folder of its package.json. */
  readonly folder: string;
  /** Electron's folder of resources. */
  readonly resources: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const schema = z.object({ updates: z.object({ address: z.url({ protocol: /^https$/ }).regex(/\/$/), key: z.base64() }).optional() });

/** `null`: this installation looks for nothing. @throws if the address that was packed is none */
export function feedOf({ packaged, folder, resources, platform, env }: Installation): Feed | null {
  if (!packaged) return null;
  const { updates } = schema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return updates && replaceable({ resources, platform, env }) ? updates : null;
}

/** Whether it can replace itself: an AppImage in a folder of the user's, an installed program of Windows that was signed, any app of macOS. */
function replaceable({ resources, platform, env }: Pick<Installation, 'resources' | 'platform' | 'env'>): boolean {
  const written = join(resources, 'app-update.yml'); // by electron-builder
  if (!existsSync(written)) return false;
  if (platform === 'linux') return fromAppImage(resources, env) && env.APPIMAGE !== undefined && writable(env.APPIMAGE) && writable(dirname(env.APPIMAGE));
  // without the name of a publisher, the signature of Windows would not be looked at
  if (platform === 'win32') return env.PORTABLE_EXECUTABLE_FILE === undefined && /^publisherName:/m.test(readFileSync(written, 'utf8'));
  return platform === 'darwin';
}

/** Whether APPIMAGE is this app's own: programs started by another AppImage inherit that one's, and deb and rpm have an app-update.yml too. */
function fromAppImage(resources: string, { APPDIR }: Installation['env']): boolean {
  if (APPDIR === undefined || !isAbsolute(APPDIR) || !existsSync(APPDIR)) return false;
  const inside = relative(realpathSync(APPDIR), realpathSync(resources));
  return inside !== '' && !isAbsolute(inside) && inside.split(sep)[0] !== '..';
}

function writable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false; // whatever the reason, it could not be replaced
  }
}
