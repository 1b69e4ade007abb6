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

/** Notes when submissions of dispatches return; what copies alone, as a readback does, does not count. */
export function watchSubmissions() {
  let last;
  let hasPass = false;
  const restore = [
    replace(
      GPUCommandEncoder.prototype,
      'beginComputePass',
      (begin) =>
        function (...given) {
          hasPass = true;
          return begin.apply(this, given);
        },
    ),
    replace(
      GPUQueue.prototype,
      'submit',
      (submit) =>
        function (commands) {
          submit.call(this, commands);
          if (hasPass) last = performance.now();
          hasPass = false;
        },
    ),
  ];
  return {
    /** Milliseconds from the call of some work to the return of its last submission, undefined where it submits nothing. */
    async time(work) {
      last = undefined;
      const called = performance.now();
      await work();
      return last === undefined ? undefined : last - called;
    },
    stop() {
      for (const one of restore) one();
    },
  };
}

/** The same where there is no GPU to submit to. */
export const noSubmissions = { time: async (work) => void (await work()), stop: () => undefined };

/** @returns what puts the method back */
function replace(prototype, method, make) {
  const original = prototype[method];
  prototype[method] = make(original);
  return () => {
    prototype[method] = original;
  };
}
