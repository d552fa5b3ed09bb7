import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Ledger, type Step } from '../../src-main/store/ledger.ts';
import type { JudgmentId } from '../../src-shared/contract.ts';

/** Says, by picks among what is in force: how many are made, which are dropped. */
const anyMove = fc.oneof(
  fc.record({ does: fc.constant('say' as const), made: fc.integer({ min: 0, max: 3 }), drops: fc.array(fc.nat(20), { maxLength: 2 }) }),
  fc.record({ does: fc.constantFrom('undo' as const, 'redo' as const) })
);

it('always equals a replay of the steps that are not undone', () => {
  fc.assert(fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
    const ledger = new Ledger();
    const done: Step[] = [];
    let undone: Step[] = [];
    let next = 1;
    for (const move of moves) {
      if (move.does === 'say') {
        const inForce = ledger.inForce;
        const dropped = [...new Set(move.drops.flatMap((pick) => inForce[pick] ?? []))];
        const made = Array.from({ length: move.made }, () => next++ as JudgmentId);
        if (made.length + dropped.length === 0) continue;
        const step = { id: made[0] ?? next++, made, dropped };
        ledger.say(step);
        done.push(step);
        undone = [];
      } else {
        const step = move.does === 'undo' ? ledger.undoable : ledger.redoable;
        expect(step?.id).toBe((move.does === 'undo' ? done : undone).at(-1)?.id);
        if (step === null) continue;
        ledger[move.does](step.id);
        (move.does === 'undo' ? undone : done).push((move.does === 'undo' ? done : undone).pop()!);
      }
      const replayed = new Set<JudgmentId>();
      for (const step of done) {
        for (const id of step.dropped) replayed.delete(id);
        for (const id of step.made) replayed.add(id);
      }
      expect(ledger.inForce).toEqual([...replayed].sort((a, b) => a - b));
      expect(ledger.size).toBe(replayed.size);
    }
  }));
});

it('lets an earlier step be undone if nothing later depends on it', () => {
  const ledger = new Ledger();
  const id = (number: number) => number as JudgmentId;
  ledger.say({ id: 1, made: [id(1)], dropped: [] });
  ledger.say({ id: 2, made: [id(2), id(3)], dropped: [] });
  ledger.say({ id: 4, made: [id(4)], dropped: [id(1)] });
  ledger.say({ id: 6, made: [id(6)], dropped: [] });
  expect([1, 2, 4, 6, 9].map((step) => ledger.undoableStep(step)?.id)).toEqual([undefined, 2, undefined, 6, undefined]);
  ledger.undo(2);
  expect([ledger.inForce, ledger.undoable?.id, ledger.redoable?.id]).toEqual([[4, 6], 6, 2]);
  ledger.undo(6);
  ledger.undo(4);
  expect(ledger.inForce).toEqual([1]);
  for (const step of [4, 6, 2]) {
    expect(ledger.redoable?.id).toBe(step);
    ledger.redo(step);
  }
  expect(ledger.inForce).toEqual([2, 3, 4, 6]);
});

it('ignores steps that do not exist', () => {
  const ledger = new Ledger();
  ledger.undo(7);
  ledger.redo(7);
  expect([ledger.inForce, ledger.undoable, ledger.redoable]).toEqual([[], null, null]);
});
