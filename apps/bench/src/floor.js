import { median } from './median.js';

const kinds = 24;
const elements = 4096;
const shader = (kind) => `@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { c[id.x] = a[id.x] * ${kind}.5 + b[id.x]; }`;

/**
 * What a dispatch costs the host at least: a thousand of small kernels of two operands in one pass and one submission. Each
 * has a pipeline and a bind group other than the one before, as in a program, and all of them were made before.
 * In software fewer, which is a smoke test.
 * @returns { dispatches, hostUs } microseconds a dispatch, from the encoder's making to the return of submit
 */
export async function measureFloor(device, rounds, isSoftware) {
  const dispatches = isSoftware ? 20 : 1000;
  const pipelines = await Promise.all(
    Array.from({ length: Math.min(kinds, dispatches) }, (_, kind) =>
      device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code: shader(kind) }) },
      }),
    ),
  );
  const buffers = Array.from({ length: 8 }, () =>
    device.createBuffer({ size: 4 * elements, usage: GPUBufferUsage.STORAGE }),
  );
  const steps = Array.from({ length: dispatches }, (_, i) => {
    const pipeline = pipelines[i % pipelines.length];
    const entries = [0, 1, 2].map((binding) => ({ binding, resource: { buffer: buffers[(i + binding) % 8] } }));
    return { pipeline, group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }) };
  });
  const times = [];
  for (let round = -2; round < rounds; round++) {
    const started = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const { pipeline, group } of steps) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(4);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
    const taken = performance.now() - started;
    if (round >= 0) times.push((1000 * taken) / dispatches); // the first ones compile this very function
    await device.queue.onSubmittedWorkDone();
  }
  for (const buffer of buffers) buffer.destroy();
  return { dispatches, hostUs: median(times) };
}
