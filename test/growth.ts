// Measures how the time of some work grows with its size: the machine's speed cancels out in the ratio.

/** Processor time for `large` divided by that for `small`, each the least of `runs`. */
export function growth(work: (size: number) => unknown, small: number, large: number, runs = 5): number {
  const least = (size: number): number => Math.min(...Array.from({ length: runs }, () => {
    const began = process.cpuUsage();
    work(size);
    const { user, system } = process.cpuUsage(began);
    return user + system;
  }));
  work(small); // compiled before it is timed
  return least(large) / least(small);
}
