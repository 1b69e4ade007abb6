import { trace } from '@mosa-js/core';
import { median } from './median.js';
import { openProgram } from './program-case.js';
import { normal } from './tensors.js';

/**
 * A large product of float32 matrices on the device: what its arithmetic gives, and the work that wakes its clock.
 * On a CPU a smaller one, and in software a small one, which is a smoke test.
 */
export async function openLargeProduct({ backend, isGpu, isSoftware, hasTimestamps, idle }, watch) {
  const size = isSoftware ? 128 : isGpu ? 4096 : 1024;
  const [warmMs, atOnce] = isSoftware ? [10, 1] : isGpu ? [1000, 10] : [100, 10];
  const { backend: watchedBackend, profile } = watch(backend);
  const [a, b] = [normal([size, size], 1), normal([size, size], 2)];
  const product = await openProgram(
    watchedBackend,
    trace((ops, given) => ({ c: ops.matMul(given.a, given.b) }), { inputs: { a, b } }),
    { a, b },
  );
  const burst = async () => {
    for (let i = 0; i < atOnce; i++) await product.run();
    await idle();
  };
  /** Real work until the clock has had its time to rise. */
  const warm = async () => {
    const started = performance.now();
    do await burst();
    while (performance.now() - started < warmMs);
  };
  return {
    warm,
    /** @returns { size, milliseconds, flopsPerSecond } */
    async measure(rounds) {
      await warm();
      const times = [];
      for (let round = 0; round < rounds; round++) {
        if (hasTimestamps) times.push(sum(await profile(product.run)));
        else {
          const started = performance.now();
          await burst();
          times.push((performance.now() - started) / atOnce);
        }
      }
      const milliseconds = median(times);
      return { size, milliseconds, flopsPerSecond: (2 * size ** 3) / (milliseconds / 1000) };
    },
    dispose: () => product.dispose(),
  };
}

const sum = (parts) => parts.reduce((total, { milliseconds }) => total + milliseconds, 0);
