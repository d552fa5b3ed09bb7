// A thread beside native code that blocks its own: ends the whole process once it takes more memory than it may.
import { workerData } from 'node:worker_threads';

const { most } = workerData as { readonly most: number }; // only started by memory-guard.ts
const OFTEN_MS = 40;

setInterval(() => {
  if (process.memoryUsage.rss() > most) process.kill(process.pid, 'SIGKILL');
}, OFTEN_MS);
