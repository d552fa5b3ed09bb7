// Emulates `process.parentPort`, which an Electron utility process has instead of Node's own channel to its parent: it wraps messages in an
// event and queues those that come before anyone listens. Loaded into a Node process before its script.
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
const early: unknown[] = [];
const send = process.send?.bind(process);
process.on('message', (data) => (port.listenerCount('message') > 0 ? port.emit('message', { data }) : early.push(data)));
port.on('newListener', (event) => {
  if (event === 'message') setImmediate(() => early.splice(0).forEach((data) => port.emit('message', { data })));
});
Object.assign(port, { postMessage: (message: unknown) => send?.(message) });
Object.defineProperty(process, 'parentPort', { value: port });
Object.defineProperty(process, 'send', { value: undefined });
process.on('disconnect', () => process.exit());
