// What the command line says of a run that trains or tries an encoder: its progress, and what two encoders score.
import type { EncoderGain, EncoderScores, TrainProgress } from '../../src-shared/contract.ts';
import { counted } from './counted.ts';

/** Lines of a table. */
export function scoreTable(before: EncoderScores, after: EncoderScores, gain: EncoderGain | undefined): readonly string[] {
  const cell = (value: number): string => value.toFixed(3).padStart(10);
  const row = (name: string, { recallAt1, mAP, auc }: EncoderScores): string => `${name.padEnd(8)}${cell(recallAt1)}${cell(mAP)}${auc === null ? '' : cell(auc)}`;
  return [
    `          recall@1       mAP${before.auc === null ? '' : '     pairs'}`, row('before', before), row('after', after),
    ...(gain ? [`The score changed by ${gain.score.toFixed(3)}, ± ${gain.error.toFixed(3)}.`] : [])
  ];
}

/** Prints progress on stderr: one line, rewritten, on a terminal; else a line every few seconds and at each change of phase. */
export function trainPrinter(stream: NodeJS.WriteStream = process.stderr): (progress: TrainProgress) => void {
  let last = { at: 0, phase: '', notices: 0 };
  return ({ phase, job, seconds, budget, speed, secondsLeft, encoded, loss, score, backend, depth, notices, heldOut, photos }) => {
    for (const notice of notices.slice(last.notices)) {
      if (notice.kind === 'interrupted') stream.write('resuming an interrupted training\n');
      else if (notice.kind === 'backend-failed') stream.write(`${notice.from} failed (${notice.reason}): continuing on ${notice.to}\n`);
    }
    const now = Date.now();
    const due = now - last.at >= (stream.isTTY ? 200 : 5000) || phase !== last.phase;
    last = { at: due ? now : last.at, phase, notices: notices.length };
    if (!due) return;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    const numbers = [loss.at(-1) && `loss ${loss.at(-1)?.value.toFixed(3)}`, score.at(-1) && `score ${score.at(-1)?.value.toFixed(3)}`].filter(Boolean).join(', ');
    const line =
      phase === 'preparing' && depth === 'adapter' && speed > 0 ? `looking at parts of photos: ${Math.round(seconds)} of ${Math.round(budget)} s, ${speed.toFixed(1)} photos/s`
      : phase === 'preparing' && job === 'train' ? `preparing: ${counted(photos, 'photo')} to train on, ${heldOut} held out`
      : phase === 'encoding' ? `encoding: ${encoded.done} of ${encoded.total}${left}`
      : job !== 'train' ? (phase === 'scoring' ? `comparing it with the encoder in use on ${counted(heldOut, 'held-out photo')}` : phase)
      : phase === 'training' || phase === 'scoring' ? `${phase} on ${backend} (${depth}): ${Math.round(seconds)} of ${Math.round(budget)} s, ${speed.toFixed(1)} photos/s${numbers && `, ${numbers}`}${left}`
      : phase;
    const ended = phase === 'done' || phase === 'cancelled' || phase === 'failed';
    stream.write(stream.isTTY ? `\r\u001b[K${line}${ended ? '\n' : ''}` : `${line}\n`);
  };
}
