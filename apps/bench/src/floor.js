import { median } from './median.js';

/** Pipelines that take turns. */
const kinds = 24;
const elements = 4096;
const shader = (kind) => `@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read> b: array<f32>;
@group(0) @binding(2) var<storage, read_write> c: array<f32>;
@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { c[id.x] = a[id.x] * ${kind}.5 + b[id.x]; }`;

/**
 * What a dispatch costs the host at least: small kernels of two operands in one pass and one submission. Each has a pipeline and
 * a bind group other than the one before, as in a program, and all of them were made before.
 * @returns hostUs(dispatches, rounds): microseconds a dispatch, from the encoder's making to the return of submit, for as many as asked
 */
export async function openFloor(device) {
  const pipelines = await Promise.all(
    Array.from({ length: kinds }, (_, kind) =>
      device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code: shader(kind) }) },
      }),
    ),
  );
  const buffers = Array.from({ length: 8 }, () =>
    device.createBuffer({ size: 4 * elements, usage: GPUBufferUsage.STORAGE }),
  );
  const steps = [];
  function grow(count) {
    for (let i = steps.length; i < count; i++) {
      const pipeline = pipelines[i % kinds];
      const entries = [0, 1, 2].map((binding) => ({ binding, resource: { buffer: buffers[(i + binding) % 8] } }));
      steps.push({ pipeline, group: device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }) });
    }
  }

  function submit(count) {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < count; i++) {
      const { pipeline, group } = steps[i];
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(4);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  return {
    async hostUs(dispatches, rounds) {
      grow(dispatches);
      const times = [];
      for (let round = -2; round < rounds; round++) {
        const started = performance.now();
        submit(dispatches);
        const taken = performance.now() - started;
        if (round >= 0) times.push((1000 * taken) / dispatches); // the first ones compile this very function
        await device.queue.onSubmittedWorkDone();
      }
      return median(times);
    },
    dispose() {
      for (const buffer of buffers) buffer.destroy();
    },
  };
}
