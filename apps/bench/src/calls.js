/** What a run may make on a device, and under which name it is counted. */
const makers = {
  createBuffer: 'buffers',
  createBindGroup: 'bindGroups',
  createComputePipeline: 'pipelines',
  createComputePipelineAsync: 'pipelines',
};

/**
 * Counts calls of WebGPU while some work is done. Only then: a count takes time, too.
 * @returns { dispatches, buffers, bindGroups, pipelines, writes }
 */
export async function countCalls(work) {
  const counts = { dispatches: 0, buffers: 0, bindGroups: 0, pipelines: 0, writes: 0 };
  const counted = [
    ...Object.entries(makers).map(([method, name]) => [GPUDevice.prototype, method, name]),
    [GPUQueue.prototype, 'writeBuffer', 'writes'],
    [GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches'],
    [GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches'],
  ];
  const restore = counted.map(([prototype, method, name]) =>
    replace(
      prototype,
      method,
      (original) =>
        function (...all) {
          counts[name]++;
          return original.apply(this, all);
        },
    ),
  );
  try {
    await work();
  } finally {
    for (const one of restore) one();
  }
  return counts;
}

/** Notes when submissions return. */
export function watchSubmissions() {
  let first;
  const stop = replace(
    GPUQueue.prototype,
    'submit',
    (submit) =>
      function (commands) {
        submit.call(this, commands);
        first ??= performance.now();
      },
  );
  return {
    /** Milliseconds from the call of some work to the return of its first submission, undefined where it submits nothing. */
    async time(work) {
      first = undefined;
      const called = performance.now();
      await work();
      return first === undefined ? undefined : first - called;
    },
    stop,
  };
}

/** @returns what puts the method back */
function replace(prototype, method, make) {
  const original = prototype[method];
  prototype[method] = make(original);
  return () => {
    prototype[method] = original;
  };
}
