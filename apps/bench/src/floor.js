import { median } from './median.js';

const shader = `@group(0) @binding(0) var<storage, read_write> x: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { x[id.x] = x[id.x] + 1; }`;

/**
 * What a dispatch costs the host at least: a tiny kernel, a thousand times on the same memory, with its pipeline and bind
 * groups made before, in one pass and one submission. Two bind groups take turns, since a change of them is part of it.
 * In software fewer, which is a smoke test.
 * @returns { dispatches, hostUs } microseconds a dispatch, from the encoder's making to the return of submit
 */
export async function measureFloor(device, rounds, isSoftware) {
  const dispatches = isSoftware ? 20 : 1000;
  const module = device.createShaderModule({ code: shader });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const buffers = [0, 1].map(() => device.createBuffer({ size: 256, usage: GPUBufferUsage.STORAGE }));
  const groups = buffers.map((buffer) =>
    device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] }),
  );
  const times = [];
  for (let round = -2; round < rounds; round++) {
    const started = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    for (let i = 0; i < dispatches; i++) {
      pass.setBindGroup(0, groups[i % 2]);
      pass.dispatchWorkgroups(1);
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
