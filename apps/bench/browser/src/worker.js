import { makeReport } from '../../src/report.js';
import { openSession } from '../../src/session.js';

/** What is asked, by name: `gpu` describes the GPU that there is, `report` runs a benchmark. */
const tasks = {
  async gpu(options, where) {
    const session = await openSession(options, where);
    await session.dispose();
    return session.about;
  },
  async report(options, where) {
    const open =
      options.backend === 'onnxruntime-web-wasm' ? (await import('./wasm-session.js')).openWasmSession : undefined;
    return makeReport(options, { ...where, open }, (progress) => postMessage({ progress }));
  },
};

// In a worker, so that drawing does not delay what is timed.
addEventListener('message', async ({ data: { task, options } }) => {
  const host = `${navigator.userAgent}; its clock has steps of ${clockStep().toFixed(1)} µs`;
  try {
    postMessage({ result: await tasks[task](options, { host, clock: ', as coarse as the browser makes them' }) });
  } catch (error) {
    postMessage({ failure: error.message });
  }
});

/** The smallest step of the clock that was seen, in microseconds: browsers make it coarse. */
function clockStep() {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const from = performance.now();
    let now = from;
    while (now === from) now = performance.now();
    least = Math.min(least, now - from);
  }
  return 1000 * least;
}
