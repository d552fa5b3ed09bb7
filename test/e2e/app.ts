// The app as a user starts it, for the end-to-end tests: `kindred serve` in a process of its own and a real Chromium before it.
// Not a test. Whatever the page complains of on its console counts as a failure, told by `complaints`.

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, encode } from 'cbor-x';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import type { Input, Judgment, LensId, LibraryState, Output, RequestName, Statement } from '../../src-shared/contract.ts';
import { isLibraryRequest } from '../../src-main/hosts/requests.ts';

const root = join(import.meta.dirname, '../..');
/** Where the pictures of a run go, with KINDRED_SCREENSHOTS=1; git ignores it. */
export const screenshots = join(root, 'test-results/screenshots');

/** The browser to test in; `undefined` where the set-up found none. */
export const browserPath = process.env.CHROMIUM_PATH;

export interface Server {
  readonly address: string;
  /** Ends the process, `SIGKILL` as a crash would. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts `kindred serve` on `folder` (or on the welcome screen) and resolves when it has said its address. */
export async function startServer(data: string, folder: string | null, environment: NodeJS.ProcessEnv = {}): Promise<Server> {
  await mkdir(data, { recursive: true });
  // the card of the first minutes would lie above the groups of every test; one that has settings keeps them
  await writeFile(join(data, 'settings.json'), '{ "introduced": true }', { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // fs errors are ErrnoExceptions
  });
  const args = [join(root, 'src-main/cli.ts'), 'serve', ...(folder === null ? [] : [folder])];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...environment, KINDRED_DATA: data }, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL')); // of a test that failed before it stopped it
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`kindred serve ended with ${code}: ${said}`)));
    child.stdout.on('data', (text: Buffer) => {
      const [found] = /http:\S+/.exec(text.toString()) ?? [];
      if (found !== undefined) resolve(found);
    });
  });
  return { address, stop: (signal = 'SIGTERM') => end(child, signal) };
}

/** Asks the server at an address what its page could ask; where that is about a library, of the one opened last. */
export function asker(address: string): <N extends RequestName>(name: N, input: Input<N>) => Promise<Output<N>> {
  const { origin, hash } = new URL(address);
  const post = async (path: string, name: string, input: unknown): Promise<unknown> => {
    const response = await fetch(`${origin}${path}/api/${name}`, { method: 'POST', headers: { 'x-kindred-token': hash.replace('#token=', '') }, body: new Uint8Array(encode(input)) });
    const answer = decode(Buffer.from(await response.arrayBuffer())) as { readonly ok: boolean; readonly value: unknown }; // as serve.ts sends it
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer.value;
  };
  return async <N extends RequestName>(name: N, input: Input<N>) => {
    const last = isLibraryRequest(name) ? (await post('', 'library.enter', lastOpened)) as LibraryState : null; // as above
    return (await post(last ? `/library/${last.id}` : '', name, input)) as Output<N>; // the server answers with the output of `name`
  };
}

/** The input of `library.enter` that gives the library opened last. */
export const lastOpened = { library: null, page: 'test' } as const;

/** What tests ask of the library opened last. */
export interface Asked {
  readonly ask: ReturnType<typeof asker>;
  readonly lens: () => Promise<LensId>;
  /** Judgments in force, oldest first. */
  readonly judgments: () => Promise<readonly Judgment[]>;
  /** What they say. */
  readonly said: () => Promise<Statement[]>;
  /** Takes back whatever was said, also what a failed test left. */
  readonly undoAll: () => Promise<void>;
}

/** `address` of the server, which a test may start again. */
export function asking(address: () => string): Asked {
  const ask: Asked['ask'] = (name, input) => asker(address())(name, input);
  const lens: Asked['lens'] = async () => (await ask('library.enter', lastOpened))!.lensId;
  const judgments: Asked['judgments'] = async () => (await ask('judgments.read', { lensId: await lens() })).judgments;
  return {
    ask, lens, judgments,
    said: async () => (await judgments()).map(({ statement }) => statement),
    undoAll: async () => {
      const lensId = await lens();
      for (let { undoable } = await ask('judgments.read', { lensId }); undoable; ) ({ undoable } = await ask('judgments.undo', { lensId, step: undoable.id }));
    }
  };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

export async function startBrowser(): Promise<Browser> {
  await mkdir(screenshots, { recursive: true });
  return chromium.launch({
    ...(browserPath !== undefined && { executablePath: browserPath }),
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--force-color-profile=srgb']
  });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly locale?: string;
}

/** The looks that a page takes on without being opened again: both sizes and both themes, each once. */
const pageLooks = [
  { name: 'wide-light', width: 1440, height: 900, scheme: 'light' },
  { name: 'small-dark', width: 900, height: 700, scheme: 'dark' }
] as const;

/** The app in one page of a browser, with the words tests say things in. */
export class App {
  readonly page: Page;
  /** Errors of the page: thrown, logged, refused by its content policy. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.text() === 'No available adapters.') return; // the browser's own word on a machine without a GPU
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
  }

  static async open(browser: Browser, address: string, { width = 1440, height = 900, scheme = 'light', locale = 'en-GB' }: Look = {}): Promise<App> {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, locale, reducedMotion: 'reduce', timezoneId: 'Europe/London' });
    page.setDefaultTimeout(15_000);
    const app = new App(page);
    await page.goto(address);
    return app;
  }

  id(name: string): Locator {
    return this.page.getByTestId(name);
  }

  photo(id: number): Locator {
    return this.page.locator(`[data-testid=photo][data-photo-id="${id}"]`);
  }

  /** Scrolls a grid until it draws the photo. */
  async reveal(id: number): Promise<Locator> {
    await this.id('photo-grid').evaluate(async (grid, wanted) => {
      for (let top = 0; top < grid.scrollHeight && !grid.querySelector(`[data-photo-id="${wanted}"]`); top += grid.clientHeight / 2) {
        grid.scrollTo({ top });
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
    }, id);
    return this.photo(id);
  }

  /** Waits until the index run is over and the groups of all its photos are shown. Throws with what is shown instead. */
  async ready(): Promise<void> {
    try {
      await this.page.locator('[data-testid=groups-screen]').waitFor({ timeout: 60_000 });
      await this.page.waitForFunction(() => {
        const [strip, groups, all] = ['index-strip', 'groups-screen', 'view-all'].map((id) => document.querySelector<HTMLElement>(`[data-testid=${id}]`));
        const photos = all?.querySelector('.number')?.textContent.replace(/\D/g, '');
        return !strip && groups?.ariaBusy === 'false' && groups.dataset.photos === photos;
      }, undefined, { timeout: 60_000 });
    } catch (error) {
      const groups = await this.page.evaluate(() => document.querySelector('[data-testid=groups-screen]')?.outerHTML.slice(0, 120));
      throw new Error(`expected the groups of all photos, got ${groups ?? 'no groups screen'} in\n${await this.page.innerText('body')}`, { cause: error });
    }
  }

  /** Photo ids of the cards on the screen: the sizes of the groups, biggest first. */
  async groupSizes(): Promise<number[]> {
    await this.drawn();
    const sizes = await this.id('group-card').evaluateAll((cards) => cards.map((card) => Number(card.getAttribute('data-count'))));
    return sizes;
  }

  /** Waits until a list that has just appeared is complete: its first screen is drawn over several frames. */
  private async drawn(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 10; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  }

  /** As a hand undoes: once no dialog is left that would keep the keys for itself. */
  async undo(): Promise<void> {
    await this.page.waitForFunction(() => !document.querySelector('dialog[open]'));
    await this.page.keyboard.press('Control+z');
  }

  async photoIds(): Promise<number[]> {
    await this.drawn();
    return this.id('photo').evaluateAll((tiles) => tiles.map((tile) => Number(tile.getAttribute('data-photo-id'))));
  }

  /** A picture of the page once its own pictures are there and nothing moves; drawn only where somebody will look at it. */
  async picture(name: string): Promise<void> {
    await this.settled();
    if (process.env.KINDRED_SCREENSHOTS) await this.page.screenshot({ path: join(screenshots, `${name}.png`) });
  }

  /** What is on the page now in every look, each held to `misfits`; leaves the window as it was. */
  async pictures(name: string): Promise<string[]> {
    const size = this.page.viewportSize() ?? { width: 1440, height: 900 };
    const wrong: string[] = [];
    for (const { name: look, width, height, scheme } of pageLooks) {
      await this.page.setViewportSize({ width, height });
      await this.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await this.picture(`${name}-${look}`);
      wrong.push(...(await misfits(this)).map((misfit) => `${look}: ${misfit}`));
    }
    await this.page.setViewportSize(size);
    await this.page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    return wrong;
  }

  /** Waits until every picture in view is decoded and a frame is drawn. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await this.page.evaluate(async () => {
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))); // a missing one shows its own sign
      await Promise.allSettled(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    });
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** What a user would see as broken: a page that scrolls sideways, a control outside the window, a label cut off, words over words. */
export async function misfits(app: App): Promise<string[]> {
  await app.settled();
  return app.page.evaluate(() => {
    const wrong: string[] = [];
    if (document.documentElement.scrollWidth > innerWidth) wrong.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const control of document.querySelectorAll<HTMLElement>('button, input, h1, h2, h3, label')) {
      const { left, right, width, height } = control.getBoundingClientRect();
      if (width === 0 || height === 0 || control.closest('.neighbours, .strip') || getComputedStyle(control).visibility === 'hidden') continue;
      if (left < -1 || right > innerWidth + 1) wrong.push(`outside the window: ${control.dataset.testid ?? control.textContent.slice(0, 40)}`);
      if (control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 1 && !/photo|card|neighbour/.test(control.dataset.testid ?? '')) wrong.push(`cut off: ${control.textContent.slice(0, 40)}`);
    }
    for (const control of document.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href], [role=listbox], dialog')) {
      const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])].map((label) => label.textContent) : [];
      const by = control.getAttribute('aria-labelledby');
      const name = [control.ariaLabel, by && document.getElementById(by)?.textContent, ...labels, control.textContent].find((words) => words?.trim());
      if (!name && control.getClientRects().length > 0) wrong.push(`without a name: ${control.dataset.testid ?? control.outerHTML.slice(0, 80)}`);
    }
    for (const name of document.querySelectorAll<HTMLElement>('header .cut, header .number')) {
      if (name.clientWidth > 0 && name.clientWidth < 60 && name.scrollWidth > name.clientWidth + 1) wrong.push(`cut to almost nothing: ${name.textContent}`);
      if (name.matches('.number') && name.childElementCount === 0 && name.getClientRects().length > 0 && name.clientHeight > 1.5 * parseFloat(getComputedStyle(name).lineHeight) && !name.matches('button')) wrong.push(`on two lines: ${name.textContent}`);
    }
    for (const head of document.querySelectorAll('.head, header')) {
      const words = [...head.querySelectorAll('h1, h2, p, input, .levels')].filter((part) => part.getClientRects().length > 0 && !part.parentElement?.closest('p'));
      words.forEach((one, at) => words.slice(at + 1).forEach((other) => {
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        if (!one.contains(other) && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) wrong.push(`one over the other: ${one.textContent} / ${other.textContent || other.tagName}`);
      }));
    }
    const [toast, bar] = ['[data-testid=toast]', '[role=toolbar]'].map((part) => document.querySelector(part)?.getBoundingClientRect());
    if (toast && bar && toast.bottom > bar.top && !document.querySelector('dialog[open]')) wrong.push('the toast lies over the bar');
    return wrong;
  });
}
