// A user of the packages, whatever loads them: every entry, and a layer on each backend whose library is installed.
const backends = [
  ['@mosa-js/reference', ({ createReferenceBackend }) => createReferenceBackend()],
  [
    '@mosa-js/onnxruntime',
    async ({ createOnnxRuntimeBackend }, load) =>
      createOnnxRuntimeBackend({ lib: await load('onnxruntime-node'), executionProvider: 'cpu' }),
    'onnxruntime-node',
  ],
  [
    '@mosa-js/tfjs',
    async ({ createTfjsBackend }, load) => {
      const lib = await load('@tensorflow/tfjs-core');
      await load('@tensorflow/tfjs-backend-cpu');
      return createTfjsBackend({ lib, backend: 'cpu' });
    },
    '@tensorflow/tfjs-backend-cpu',
  ],
];

/**
 * @param load `import` or `require`
 * @param entries names such as `@mosa-js/core/adapter`
 * @param libraries those that are installed
 */
exports.use = async function use(load, entries, libraries) {
  let names = 0;
  for (const entry of entries) {
    const count = Object.keys(await load(entry)).length;
    if (count === 0) throw new Error(`${entry} exports nothing`);
    names += count;
  }
  const { attentionConfig, createLayer, hostTensor, initWeights, MosaError } = await load('@mosa-js/core');
  try {
    attentionConfig({ kind: 'mosa', dModel: -1, dHead: 8, heads: 2, sparsity: 4 });
    throw new Error('a configuration with dModel -1 was taken');
  } catch (error) {
    if (!(error instanceof MosaError)) throw error;
  }
  const config = attentionConfig({ kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 4 });
  const [B, T, h] = [1, 12, 16];
  const data = Array.from({ length: B * T * h }, (_, i) => Math.sin(i));
  const ran = [];
  let expected;
  for (const [name, create, library] of backends) {
    if (!entries.includes(name) || (library && !libraries.includes(library))) continue;
    const backend = await create(await load(name), load);
    const layer = await createLayer(backend, config, initWeights(config, 1));
    const { y } = await layer.run({ x: hostTensor(data, [B, T, h]) });
    const read = await y.read();
    expected ??= read.data;
    const worst = Math.max(...read.data.map((value, i) => Math.abs(value - expected[i])));
    if (!(worst < 1e-4) || read.data.length !== data.length) throw new Error(`${name} is off by ${worst}`);
    y.dispose();
    await layer.dispose();
    await backend.dispose();
    ran.push(backend.label);
  }
  return { entries: entries.length, names, ran };
};
