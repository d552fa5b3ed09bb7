// Loaded before the app by the bench of opening: answers each message with the longest that one turn of the main thread's loop took since
// the message before, in ms of that thread's own time: what other processes take on a busy machine does not count.

// not in the types of Node 24 yet
const threadTime = (): number => {
  const { user, system } = (process as typeof process & { threadCpuUsage(): NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
};

let last = threadTime();
let longest = 0;

/** Once per turn of the loop: what a turn ran is what lies between two of these. */
function measure(): void {
  const now = threadTime();
  longest = Math.max(longest, now - last);
  last = now;
  setTimeout(() => setImmediate(measure), 1).unref();
}
measure();

process.on('message', () => {
  process.send?.(longest);
  longest = 0;
});
process.channel?.unref();
