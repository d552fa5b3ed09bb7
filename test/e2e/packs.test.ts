// Encoders from outside in a real browser: a pair for pictures and words is added from a zip file, tried, used, learned on, searched with, and removed; a file that
// is none, and a drop on the window.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativeLack } from '../compute/onnx/native-lack.ts';
import { convNet, wordTokenizer, wordTower } from '../packs/made-models.ts';
import { manifestOf, sha256, writeZip } from '../packs/made-packs.ts';
import { browserPath, type Look } from './app.ts';
import { learnScreen } from './learn-screen.ts';

const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'wide-light' }, { name: 'wide-dark', scheme: 'dark' }, { name: 'small-korean', width: 900, height: 700, scheme: 'dark' }
];

describe.skipIf(browserPath === undefined || nativeLack !== '')('encoders from outside', () => {
  const { bytes } = convNet({ dims: 32 });
  const words = wordTower({ dims: 32 });
  const tokenizer = wordTokenizer(['red', 'car', 'at', 'night']);
  const text = { file: 'words.onnx', sha256: sha256(words.bytes), tokenizer: { file: 'tokenizer.json', sha256: sha256(tokenizer) }, length: 8 };
  const pack = { ...manifestOf(bytes, { dimensions: 32 }, { text }), name: 'Small pair of towers', source: 'https://example.org/models/small-pair', licence: 'Apache-2.0' };

  const screen = learnScreen(looks, {
    groups: 9,
    prepare: async (root) => {
      await writeZip(join(root, 'net.zip'), [{ name: 'pack.json', bytes: Buffer.from(JSON.stringify(pack)) }, { name: 'model.onnx', bytes }, { name: 'words.onnx', bytes: words.bytes }, { name: 'tokenizer.json', bytes: tokenizer }]);
      await writeZip(join(root, 'wrong.zip'), [{ name: 'pack.json', bytes: Buffer.from(JSON.stringify({ ...pack, licence: '' })) }, { name: 'model.onnx', bytes }]);
    }
  });
  const { ask } = screen;
  const shoot = (state: string, testid = 'packs'): Promise<void> => screen.shoot(`packs-${state}`, testid);

  it('are added from a file, tried, used and removed', async () => {
    const app = await screen.open();
    await app.id('view-learn').click();
    await app.id('pack-file').setInputFiles(join(screen.root, 'wrong.zip'));
    await expect.poll(() => app.id('toast').last().textContent(), { timeout: 30_000 }).toContain('licence');
    await app.id('pack-file').setInputFiles(join(screen.root, 'net.zip'));
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

    // an adapter learns on it
    await shoot('ready', 'learn-ready');
    await ask('train.start', { minutes: 5 });
    await expect.poll(() => app.id('learn-run').getAttribute('data-phase'), { timeout: 60_000 }).toBe('training');
    await shoot('learning', 'learn-run');
    await app.id('learn-cancel').click();
    await app.id('learn-cancelled').waitFor();
    await ask('train.start', { minutes: 0.05 });
    await app.id('learn-outcome').waitFor({ timeout: 120_000 });
    await shoot('learned', 'learn-outcome');
    const adopted = await app.id('learn-outcome').getAttribute('data-adopted');
    await expect.poll(() => app.id('encoder-row').count()).toBe(adopted === 'true' ? 2 : 1);
    if (adopted === 'true') expect(await app.id('encoder-row').first().textContent()).toContain('Small pair of towers, adapted on');
    await shoot('versions', 'learn-versions');

    await app.id('view-all').click();
    await app.id('search').fill('red car');
    await app.id('find-by-words').click();
    await app.id('like-chip').waitFor({ timeout: 60_000 });
    expect(await app.id('like-chip').textContent()).toContain('“red car”');
    await expect.poll(() => app.id('photo').count(), { timeout: 30_000 }).toBeGreaterThan(5);
    await app.picture('packs-words');
    await app.id('view-learn').click();

    await app.id('encoder-use').last().click();
    await expect.poll(() => app.id('encoder-row').last().getAttribute('data-in-use'), { timeout: 60_000 }).toBe('true');
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
    }, [...(await readFile(join(screen.root, 'net.zip')))]);
    await app.page.dispatchEvent('body', 'dragover', { dataTransfer: zip });
    expect(await app.id('drop-image').textContent()).toContain('Add this encoder');
    await app.page.dispatchEvent('body', 'drop', { dataTransfer: zip });
    await app.id('pack-row').waitFor({ timeout: 60_000 });
    expect(app.complaints).toEqual([]);
    await app.close();
  }, 400_000);
});
