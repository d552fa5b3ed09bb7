// A process that indexes a folder, or trains on it with the fake encoder, or an adapter on one from outside, until it is done or killed. Prints each phase it comes to.
import { join } from 'node:path';
import { Library } from '../../../src-main/library/library.ts';
import type { TrainProgress } from '../../../src-shared/contract.ts';
import { fakeLearning } from './fake-learning.ts';
import { HALF, halfPack, takesOut } from './half-pack.ts';

const [folder = '', what = '', gain = '0.003'] = process.argv.slice(2);
const dataFolder = process.env.KINDRED_DATA ?? '';
const learning = fakeLearning(join(dataFolder, 'app', 'encoder.bin'), { gain: Number(gain) }); // so little as it is that several runs after one another each gain
learning.fake.openPack = halfPack().open;
learning.fake.adapterOf = (start) => takesOut('noise', start);
let told = '';
const library = await Library.open({
  dataFolder, folder, engine: learning.engine, learning, groups: false,
  emit: (name, payload) => {
    const { phase } = name === 'train.progress' ? (payload as TrainProgress) : { phase: told }; // the name says which payload it is
    if (phase !== told) console.log((told = phase));
  }
});
if (what === 'index') await library.startIndex().finished;
else if (what === 'use') await (await library.learning.usePack(HALF, { anyway: true })).finished;
else {
  const { phase } = await (await library.learning.start({ minutes: 0.2 / 60, seed: 3, batch: 8 })).finished;
  if (phase !== 'done') process.exitCode = 1;
}
await library.close();
