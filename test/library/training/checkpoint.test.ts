import { describe, expect, it } from 'vitest';
import { type Checkpoint, packCheckpoint, unpackCheckpoint } from '../../../src-main/library/training/checkpoint.ts';
import type { PhotoId } from '../../../src-shared/contract.ts';

const checkpoint: Checkpoint = {
  run: 7, status: { seconds: 12.5, speed: 30, photos: 40, heldOut: 4, depth: 'all', loss: [{ at: 5, value: 2.5 }], score: [{ at: 0, value: 0.5 }] }, recipe: { side: 32 },
  seen: 320, heldOut: [3, 8] as PhotoId[], trainer: Uint8Array.of(4, 5, 6)
};

describe('the checkpoint of a training on a library', () => {
  it('is read as it was written, but not by another run', () => {
    expect(unpackCheckpoint(packCheckpoint(checkpoint), 7)).toEqual(checkpoint);
    expect(unpackCheckpoint(packCheckpoint(checkpoint), 8)).toBeNull();
  });

  it('of the first version can be resumed: its bytes are the length of the JSON, the JSON and the trainer\'s state', () => {
    const json = Buffer.from(
      '{"run":7,"status":{"seconds":12.5,"speed":30,"photos":40,"heldOut":4,"depth":"all","loss":[{"at":5,"value":2.5}],"score":[{"at":0,"value":0.5}]},' +
      '"recipe":{"side":32},"seen":320,"heldOut":[3,8]}'
    );
    const length = Buffer.alloc(4);
    length.writeUInt32LE(json.length);
    expect(unpackCheckpoint(new Uint8Array(Buffer.concat([length, json, Buffer.from([4, 5, 6])])), 7)).toEqual(checkpoint);
  });
});
