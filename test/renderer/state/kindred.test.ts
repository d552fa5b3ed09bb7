// The app's state over a bridge without a process: what it takes from its host, and what it does not.

import { afterEach, expect, it } from 'vitest';
import { messages } from '../../../src-renderer/messages/messages.svelte.ts';
import { Kindred } from '../../../src-renderer/state/kindred.svelte.ts';
import { FakeBridge, forgetful } from '../fake-bridge.ts';

afterEach(() => messages.speak('en', 'en'));

it('speaks the language of the browser it is looked at in, not of the machine that serves it', async () => {
  const kindred = new Kindred(new FakeBridge({ folder: null }), { ...forgetful, language: 'ko-KR' }); // the machine says en-GB
  await kindred.start();
  expect(messages.language).toBe('ko');
});

it('speaks the language that was set, whatever the browser says', async () => {
  const kindred = new Kindred(new FakeBridge({ folder: null, settings: { theme: 'system', language: 'en', watchFolders: true, pairRaw: true, applyLearned: false, reviewBy: 'pairs', tellEnd: true, logPaths: false, lookForUpdates: false, introduced: false, views: {} } }), { ...forgetful, language: 'ko-KR' });
  await kindred.start();
  expect(messages.language).toBe('en');
});
