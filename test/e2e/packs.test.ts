// Encoders from outside in a real browser: a pair for pictures and words is added from a zip file, tried, used, searched with, and removed; a file that
// is none, and a drop on the window.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nativeLack } from '../compute/onnx/native-lack.ts';
import { makeLibrary } from '../made-library.ts';
import { convNet, wordTokenizer, wordTower } from '../packs/made-models.ts';
import { manifestOf, sha256, writeZip } from '../packs/made-packs.ts';
import { App, asker, browserPath, misfits, startBrowser, startServer, type Look, type Server } from './app.ts';

const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'wide-light' }, { name: 'wide-dark', scheme: 'dark' }, { name: 'small-korean', width: 900, height: 700, scheme: 'dark' }
];

describe.skipIf(browserPath === undefined || nativeLack !== '')('encoders from outside', () => {
  let root: string;
  let browser: Browser;
  let server: Server;
  const { bytes } = convNet({ dims: 32 });
  const words = wordTower({ dims: 32 });
  const tokenizer = wordTokenizer(['red', 'car', 'at', 'night']);
  const text = { file: 'words.onnx', sha256: sha256(words.bytes), tokenizer: { file: 'tokenizer.json', sha256: sha256(tokenizer) }, length: 8 };
  const pack = { ...manifestOf(bytes, { dimensions: 32 }, { text }), name: 'Small pair of towers', source: 'https://example.org/models/small-pair', licence: 'Apache-2.0' };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'kindred-packs-e2e-'));
    await makeLibrary(join(root, 'Photos'), { groups: 9, perGroup: 4, width: 320, height: 240, seed: 6 });
    await writeZip(join(root, 'net.zip'), [{ name: 'pack.json', bytes: Buffer.from(JSON.stringify(pack)) }, { name: 'model.onnx', bytes }, { name: 'words.onnx', bytes: words.bytes }, { name: 'tokenizer.json', bytes: tokenizer }]);
    await writeZip(join(root, 'wrong.zip'), [{ name: 'pack.json', bytes: Buffer.from(JSON.stringify({ ...pack, licence: '' })) }, { name: 'model.onnx', bytes }]);
    browser = await startBrowser();
    server = await startServer(join(root, 'data'), join(root, 'Photos'));
    const app = await App.open(browser, server.address);
    await app.ready();
    await app.close();
  }, 150_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
    await rm(root, { recursive: true });
  });

  const ask: ReturnType<typeof asker> = (name, input) => asker(server.address)(name, input);

  const shoot = async (state: string): Promise<void> => {
    for (const { name, ...look } of looks) {
      await ask('settings.write', { language: name.endsWith('korean') ? 'ko' : 'en' });
      const app = await App.open(browser, server.address, look);
      await app.id('view-learn').click();
      await app.id('packs').waitFor();
      await app.id('packs').scrollIntoViewIfNeeded();
      await app.picture(`packs-${state}-${name}`);
      expect(await misfits(app), `${state} ${name}`).toEqual([]);
      expect(app.complaints).toEqual([]);
      await app.close();
    }
    await ask('settings.write', { language: 'en' });
  };

  it('are added from a file, tried, used and removed', async () => {
    const app = await App.open(browser, server.address);
    await app.id('view-learn').click();
    await app.id('pack-file').setInputFiles(join(root, 'wrong.zip'));
    await expect.poll(() => app.id('toast').last().textContent(), { timeout: 30_000 }).toContain('licence');
    await app.id('pack-file').setInputFiles(join(root, 'net.zip'));
    await app.id('pack-row').waitFor({ timeout: 60_000 });
    expect(await app.id('pack-row').textContent()).toContain('Apache-2.0');
    await shoot('added');

    await app.id('pack-use').click();
    await app.id('learn-outcome').waitFor({ timeout: 120_000 });
    await app.id('pack-scores').waitFor();
    await shoot('tried');
    if ((await app.id('pack-row').getAttribute('data-in-use')) !== 'true') await app.id('pack-use-anyway').click();
    await expect.poll(() => app.id('pack-row').getAttribute('data-in-use'), { timeout: 120_000 }).toBe('true');
    await app.id('learn-foreign').waitFor();
    expect(await app.id('pack-remove').count()).toBe(0);
    await shoot('used');

    await app.id('view-all').click();
    await app.id('search').fill('red car');
    await app.id('find-by-words').click();
    await app.id('like-chip').waitFor({ timeout: 60_000 });
    expect(await app.id('like-chip').textContent()).toContain('“red car”');
    await expect.poll(() => app.id('photo').count(), { timeout: 30_000 }).toBeGreaterThan(5);
    await app.picture('packs-words');
    await app.id('view-learn').click();

    await app.id('encoder-use').click();
    await expect.poll(() => app.id('encoder-row').first().getAttribute('data-in-use'), { timeout: 60_000 }).toBe('true');
    await app.id('pack-remove').click();
    await app.id('pack-remove-confirm').click();
    await expect.poll(() => app.id('pack-row').count()).toBe(0);
    expect(await ask('packs.list', null)).toEqual([]);

    // dropped on another screen
    await app.id('view-groups').click();
    const zip = await app.page.evaluateHandle(async (part) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(part)], 'net.zip', { type: 'application/zip' }));
      return transfer;
    }, [...(await readFile(join(root, 'net.zip')))]);
    await app.page.dispatchEvent('body', 'dragover', { dataTransfer: zip });
    expect(await app.id('drop-image').textContent()).toContain('Add this encoder');
    await app.page.dispatchEvent('body', 'drop', { dataTransfer: zip });
    await app.id('pack-row').waitFor({ timeout: 60_000 });
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 400_000);
});
