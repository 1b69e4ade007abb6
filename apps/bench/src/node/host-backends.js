/**
 * Backends that work on the CPU, by name: what makes one, with so many threads, or as many as its library takes by itself where
 * that is 0. Libraries are imported where they are asked for.
 */
export const hostBackends = {
  'onnxruntime-node-cpu': async (threads) => onnxRuntime(await import('onnxruntime-node'), 'cpu', threads),
  'onnxruntime-web-wasm': async (threads) => onnxRuntime(await import('onnxruntime-web'), 'wasm', threads),
  async 'tfjs-node-gpu'(threads) {
    const { createTfjsNodeBackend, loadTfjsNode } = await import('@mosa-js/tfjs-node-gpu');
    // libtensorflow reads it when it starts, and has no other way to be told.
    if (threads > 0) process.env.TF_NUM_INTRAOP_THREADS = `${threads}`;
    const lib = await loadTfjsNode();
    lib.enableProdMode();
    return () => createTfjsNodeBackend({ lib });
  },
};

async function onnxRuntime(lib, executionProvider, threads) {
  const { createOnnxRuntimeBackend } = await import('@mosa-js/onnxruntime');
  const chosen = threads === 0 ? {} : { threads };
  return () => createOnnxRuntimeBackend({ lib, executionProvider, ...chosen });
}
