import { performance } from 'node:perf_hooks';

export const quantile = (values, part) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
};

export const median = (values) => quantile(values, 0.5);

/** Milliseconds that `work` takes, by the monotonic clock. */
export const timed = async (work) => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
