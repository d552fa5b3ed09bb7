import { expect, it } from 'vitest';
import { fixRule, folderIn, moveRule, preferFolder, switchRule, unused } from '../../../src-renderer/duplicates/rule-order.ts';
import type { KeeperOrder } from '../../../src-shared/keepers/rules.ts';

const order: KeeperOrder = { rules: ['folder', 'pixels', 'original', 'earlier'], fixed: 1, folders: [] };

it('moves a rule up and down, and not beyond the ends', () => {
  expect(moveRule(order, 'original', 0).rules).toEqual(['original', 'folder', 'pixels', 'earlier']);
  expect(moveRule(order, 'folder', 2).rules).toEqual(['pixels', 'original', 'folder', 'earlier']);
  expect(moveRule(order, 'folder', 99).rules.at(-1)).toBe('folder');
  expect(moveRule(order, 'earlier', -1).rules[0]).toBe('earlier');
});

it('switches rules off and on, one at least, and puts a rule in the place of its opposite', () => {
  expect(switchRule(order, 'folder')).toEqual({ ...order, rules: ['pixels', 'original', 'earlier'], fixed: 0 });
  expect(switchRule(order, 'earlier').fixed).toBe(1);
  expect(switchRule(order, 'later').rules).toEqual(['folder', 'pixels', 'original', 'later']);
  const one: KeeperOrder = { ...order, rules: ['pixels'] };
  expect(switchRule(one, 'pixels')).toBe(one);
  expect(unused(order)).toEqual(['metadata', 'sharpness', 'exposure', 'format', 'bytes', 'edited', 'later']);
});

it('fixes a rule with all above it, and frees it with all below it', () => {
  expect(fixRule(order, 'original').fixed).toBe(3);
  expect(fixRule({ ...order, fixed: 3 }, 'pixels').fixed).toBe(1);
  expect(fixRule(order, 'folder').fixed).toBe(0);
});

it('takes folders of the library and those below them, also as typed from the first, and no others', () => {
  const folders = ['/photos', '/media/card'];
  expect(['/photos', '/photos/2024/', 'Best', ' /media/card/DCIM '].map((typed) => folderIn(typed, folders))).toEqual(['/photos', '/photos/2024', '/photos/Best', '/media/card/DCIM']);
  expect(['', ' ', '/photos2', '/home'].map((typed) => folderIn(typed, folders))).toEqual([null, null, null, null]);
});

it('prefers a folder once', () => {
  const preferred = preferFolder(order, '/photos');
  expect(preferred.folders).toEqual(['/photos']);
  expect(preferFolder(preferred, '/photos')).toBe(preferred);
});
