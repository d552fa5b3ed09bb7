// What the menu and the system have the page do.
import { describe, expect, it } from 'vitest';
import type { MenuCommand } from '../../../src-shared/contract.ts';
import { follow, tellNewer } from '../../../src-renderer/frame/system-orders.ts';

const made = (hasLibrary: boolean) => {
  const shown: string[] = [];
  return { shown, dialog: null as string | null, places: { show: (screen: string) => shown.push(screen) }, library: hasLibrary ? {} : null, phase: hasLibrary ? 'library' : 'welcome' };
};
const asked = (kindred: ReturnType<typeof made>, ...commands: MenuCommand[]): ReturnType<typeof made> => {
  for (const command of commands) follow(kindred as never, command);
  return kindred;
};

describe('a command of the menu', () => {
  it('shows a screen or a dialog of the open library', () => {
    expect(asked(made(true), 'review', 'map', 'backup')).toMatchObject({ shown: ['review', 'map'], dialog: 'backup' });
  });

  it('does without a library only what needs none', () => {
    expect(asked(made(false), 'review', 'backup', 'import')).toMatchObject({ shown: [], dialog: null });
    expect(asked(made(false), 'settings')).toMatchObject({ dialog: 'settings' });
    expect(asked(made(false), 'diagnostics')).toMatchObject({ dialog: 'diagnostics' });
  });

  it('goes nowhere beneath an open dialog, and puts another dialog in its place', () => {
    expect(asked(made(true), 'settings', 'groups', 'about')).toMatchObject({ shown: [], dialog: 'about' });
  });
});

it('tells of a newer version once, with the way to it, and not to who sees it in the settings anyway', () => {
  const said: { text: string; action: { label: string; run: () => void } }[] = [];
  const kindred = { dialog: null as string | null, toasts: { say: (text: string, action: { label: string; run: () => void }) => said.push({ text, action }) } };
  const found = { version: '2.0.0', notes: '', bytes: 1 };
  for (const state of [{ phase: 'checking' }, { phase: 'latest' }, { phase: 'downloading', found, done: 0 }, { phase: 'available', found }]) tellNewer(kindred as never, { ...state, feed: 'f' } as never);
  expect(said.map(({ text }) => text)).toEqual(['Kindred 2.0.0 is available']);
  said[0]!.action.run();
  expect(kindred.dialog).toBe('settings');
  tellNewer(kindred as never, { phase: 'available', found, feed: 'f' });
  expect(said).toHaveLength(1);
});
