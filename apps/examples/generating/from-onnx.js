// Text from the files that `mosa-lm export --onnx` writes. Nothing of mosa-js is here: `ort` is onnxruntime-node or onnxruntime-web.

/**
 * @param ort the library
 * @param manifest model.json
 * @param sessions of prefill.onnx and decode.onnx
 * @param prompt characters that the model knows
 */
export async function* generate(ort, manifest, sessions, prompt, { tokens, temperature = 0.8, random = Math.random }) {
  const { characters } = manifest.tokenizer;
  const letters = [...characters];
  const ids = [...prompt].map((letter) => letters.indexOf(letter));
  if (ids.includes(-1)) throw new Error(`the model knows these characters alone: ${characters}`);

  // What goes from run to run: caches, and how many tokens there were.
  let state = Object.fromEntries(
    manifest.state.map(({ input, dtype, shape, fill }) => {
      const dims = shape.map((size) => (size === 'batch' ? 1 : size));
      const count = dims.reduce((a, b) => a * b, 1);
      const data = (dtype === 'int32' ? new Int32Array(count) : new Float32Array(count)).fill(fill);
      return [input, new ort.Tensor(dtype, data, dims)];
    }),
  );
  const run = async (session, next) => {
    const outputs = await session.run({
      tokens: new ort.Tensor('int32', Int32Array.from(next), [1, next.length]),
      lengths: new ort.Tensor('int32', Int32Array.of(next.length), [1]),
      ...state,
    });
    state = Object.fromEntries(manifest.state.map(({ input, output }) => [input, outputs[output]]));
    return outputs.logits.data;
  };

  let logits;
  for (let from = 0; from < ids.length; from += manifest.longestPrefill) {
    logits = await run(sessions.prefill, ids.slice(from, from + manifest.longestPrefill));
  }
  for (let i = 0; i < tokens; i++) {
    const id = draw(logits, temperature, random());
    yield letters[id];
    logits = await run(sessions.decode, [id]);
  }
}

function draw(logits, temperature, random) {
  const largest = Math.max(...logits);
  const masses = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const wanted = random * masses.reduce((a, b) => a + b, 0);
  let mass = 0;
  for (const [id, one] of masses.entries()) {
    mass += one;
    if (mass > wanted) return id;
  }
  return masses.length - 1;
}
