// Packs the app and tries it: is everything inside that it needs, and nothing else? Does it work by only that? `npm run pack:check`.
import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll, extractFile } from '@electron/asar';
import { ImageMagick, initializeImageMagick, MagickFormat } from '@imagemagick/magick-wasm';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { makeLibrary } from '../made-library.ts';
import { newKey, updateArguments } from '../hosts/desktop/updates/keys.ts';
import { madeRaw } from '../photos/made-raw.ts';
import { makeStandIn } from './stand-in-runtime.ts';
import { archiveIn, largest, listPacked, megabytes, wrongFuses, wrongWith } from './contents.ts';

const [folder = ''] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const app = join(folder, 'packed/linux-unpacked');
const wrong: string[] = [];

const updatesKey = newKey().key;
const { version } = JSON.parse(await readFile(join(root, 'node_modules/electron/package.json'), 'utf8')) as { readonly version: string };
makeStandIn(join(folder, 'runtime'), version);
const builder = [join(root, 'node_modules/electron-builder/cli.js'), '--linux', 'dir', '--publish', 'never', `-c.electronDist=${join(folder, 'runtime')}`, `-c.directories.output=${join(folder, 'packed')}`, ...updateArguments({ KINDRED_UPDATES_ADDRESS: 'https://example.com/kindred', KINDRED_UPDATES_KEY: updatesKey })];
await promisify(execFile)(process.execPath, builder, { cwd: root, maxBuffer: 1 << 26 });

const files = listPacked(archiveIn(app));
console.log(`${files.length} files, ${megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0))} beside Electron's runtime:`);
for (const line of largest(files)) console.log(`  ${line}`);
process.chdir(root);
wrong.push(...wrongWith(files, { root, archive: archiveIn(app) }), ...wrongFuses(join(app, 'kindred')));

const { updates } = JSON.parse(extractFile(archiveIn(app), 'package.json').toString()) as { readonly updates?: unknown };
if (JSON.stringify(updates) !== JSON.stringify({ address: 'https://example.com/kindred/', key: updatesKey })) wrong.push(`package.json says of updates ${JSON.stringify(updates)}`);
if (!existsSync(join(app, 'resources/app-update.yml'))) wrong.push('app-update.yml is missing, without which no update is looked for');

// the archive, with what lies unpacked beside it, as one folder in which plain Node finds everything and nothing of this project
const extracted = join(folder, 'app');
await rm(extracted, { recursive: true, force: true });
extractAll(archiveIn(app), extracted);

const photos = join(folder, 'photos');
const MADE = 40;
await makeLibrary(photos, { groups: 10, perGroup: 4, width: 320, height: 240 });
await initializeImageMagick(await readFile(createRequire(import.meta.url).resolve('@imagemagick/magick-wasm/magick.wasm')));
const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#c05020' } }).png().toBuffer();
await writeFile(join(photos, 'one.jxl'), ImageMagick.read(picture, (image) => image.write(MagickFormat.Jxl, (bytes) => Buffer.from(bytes))));
await writeFile(join(photos, 'two.dng'), madeRaw(await sharp({ create: { width: 1024, height: 768, channels: 3, background: '#2050c0' } }).jpeg().toBuffer()));
// no package writes HEIC: one of the shared ones, where there are any
const heic = join(root, '../shared/data/cases/heic-exif-orientation-without-irot/photos/heic_exif6_noirot.heic');
if (existsSync(heic)) await cp(heic, join(photos, 'three.heic'));
else console.log('no HEIC was tried: ../shared is missing');
const all = MADE + 2 + (existsSync(heic) ? 1 : 0);

const data = join(folder, 'data');
await mkdir(data, { recursive: true });
const env = { PATH: process.env.PATH, HOME: folder, KINDRED_DATA: data, LANG: 'en_US.UTF-8' };
const cli = join(extracted, 'out/main/cli.js');

interface Ended { readonly code: number; readonly stdout: string; readonly stderr: string }
async function kindred(...args: string[]): Promise<Ended> {
  const began = performance.now();
  const ended = await promisify(execFile)(process.execPath, [cli, ...args], { cwd: folder, env, maxBuffer: 1 << 26 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string }; // as execFile rejects
      return { code: typeof code === 'number' ? code : 1, stdout, stderr };
    }
  );
  console.log(`kindred ${args[0]}: ${ended.code === 0 ? 'ok' : `exit code ${ended.code}`}, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  if (ended.code !== 0) wrong.push(`kindred ${args.join(' ')} exited with ${ended.code}: ${ended.stderr.trim().split('\n').slice(-3).join(' ')}`);
  return ended;
}
const expectThat = (right: boolean, what: string): void => {
  if (!right) wrong.push(what);
};

const index = await kindred('index', photos, '--json');
if (index.code === 0) {
  const { photos: found, problems } = JSON.parse(index.stdout) as { photos: number; problems: unknown[] };
  expectThat(found === all && problems.length === 0, `index found ${found} photos of ${all}, with problems ${JSON.stringify(problems)}`);
  expectThat(/computing on native/.test(index.stderr), `photos are not looked at by ONNX Runtime: ${index.stderr.split('\n')[0]}`);
}
const groups = await kindred('groups', photos, '--json');
if (groups.code === 0) expectThat((JSON.parse(groups.stdout) as { groups: unknown[] }).groups.length > 1, 'groups made no groups');
await kindred('duplicates', photos, '--json');
await kindred('train', photos, '--minutes', '0.05', '--json');
await kindred('search', photos, 'jxl');
await serve();

console.log(wrong.length === 0 ? 'Everything that was packed works, and nothing else was packed.' : wrong.map((line) => `WRONG: ${line}`).join('\n'));
process.exitCode = wrong.length === 0 ? 0 : 1;

/** Opens the packed page, served by the packed server, in a real browser. */
async function serve(): Promise<void> {
  if (!process.env.CHROMIUM_PATH) return console.log('kindred serve was not tried: there is no Chromium');
  const child = spawn(process.execPath, [cli, 'serve', photos], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'] });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`kindred serve ended with ${code}: ${said}`)));
      child.stdout.on('data', (text: Buffer) => {
        const [found] = /http:\S+/.exec(text.toString()) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    const page = await browser.newPage();
    page.on('console', (message) => message.type() === 'error' && wrong.push(`the page: ${message.text()}`));
    page.on('pageerror', (error) => wrong.push(`the page: ${error.message}`));
    page.on('request', (request) => new URL(request.url()).hostname === '127.0.0.1' || /^(data|blob):/.test(request.url()) || wrong.push(`the page asked ${request.url()}`));
    await page.goto(address);
    await page.locator('img').first().waitFor({ timeout: 60_000 });
    console.log('kindred serve: the page shows pictures');
  } catch (error) {
    wrong.push(`kindred serve: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await browser.close();
    child.kill('SIGTERM');
  }
}
