// Preloaded into a process (`--import`): its clock jumps by up to ten years, either way, with every look at it. Not a test.
import { seeded } from '../made-library.ts';

const random = seeded(Number(process.env.KINDRED_SEED ?? 1));
const { now } = Date;
Date.now = () => now() + Math.round((random() - 0.5) * 2 * 3.15e11);
