import { MosaError, type ProfilePart } from '@mosa-js/core';
import type { Memory } from './buffers';
import type { Gpu } from './gpu';
import type { Lowering } from './lowering';
import type { Step } from './steps';

/** Timestamps that one query set holds at most. */
const mostQueries = 4096;

/**
 * Runs a program once with a clock around each dispatch, and adds up what belongs together. Dispatches wait for each other here, so the
 * sum is more than a run takes.
 * @throws MosaError `unsupported` on a device without timestamps
 */
export async function profileSteps(
  { device, health, name }: Gpu,
  lowering: Lowering,
  steps: readonly Step[],
  given: readonly Memory[],
): Promise<ProfilePart[]> {
  if (!device.features.has('timestamp-query'))
    throw new MosaError('unsupported', `${name} profile`, 'a device with timestamp-query', 'one without');
  const times: number[] = [];
  for (let first = 0; first < steps.length; first += mostQueries / 2) {
    const part = steps.slice(first, first + mostQueries / 2);
    times.push(...(await health.watch('profile', () => timeSteps(device, part, given))));
  }
  const parts = new Map<string, { -readonly [K in keyof ProfilePart]: ProfilePart[K] }>();
  lowering.dispatches.forEach(({ scope, op, dispatch, reads, writes }, i) => {
    const shader = dispatch.key.trim().split('\n', 1)[0]!;
    const key = [scope, op, shader].join('\n');
    const entry = parts.get(key) ?? { scope, op, kernel: shader, milliseconds: 0, dispatches: 0, bytes: 0 };
    entry.milliseconds += times[i]!;
    entry.dispatches++;
    entry.bytes += [...writes, ...reads].reduce((sum, { storage, size }) => sum + lowering.bytesIn(storage, size), 0);
    parts.set(key, entry);
  });
  return [...parts.values()];
}

/** Milliseconds of each step. */
async function timeSteps(device: GPUDevice, steps: readonly Step[], given: readonly Memory[]): Promise<number[]> {
  const count = 2 * steps.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const resolved = device.createBuffer({
    size: 8 * count,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({ size: 8 * count, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  try {
    const encoder = device.createCommandEncoder();
    steps.forEach(({ pipeline, bind, grid }, i) => {
      const timestampWrites = { querySet, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 };
      const pass = encoder.beginComputePass({ timestampWrites });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bind.of(given));
      pass.dispatchWorkgroups(grid[0], grid[1], grid[2]);
      pass.end();
    });
    encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, staging, 0, 8 * count);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const nanoseconds = new BigInt64Array(staging.getMappedRange());
    return steps.map((_, i) => Number(nanoseconds[2 * i + 1]! - nanoseconds[2 * i]!) / 1e6);
  } finally {
    querySet.destroy();
    resolved.destroy();
    staging.destroy();
  }
}
