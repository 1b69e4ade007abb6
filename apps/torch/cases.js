// What mosa_torch.py is held to: models whose logits, and runs whose losses, the float64 reference gives.
import { createLanguageModel, encodeText, initModel, tokenizerFromJSON, train } from '@mosa-js/lm';
import { createReferenceBackend } from '@mosa-js/reference';

const [dModel, dHead] = [8, 4];
const width = { dModel, dHead };
const mosa = { kind: 'mosa', ...width, heads: 3, sparsity: 4 };
const local = { kind: 'local', ...width, heads: 2, window: 8 };
const dense = { kind: 'dense', ...width, heads: 2 };
const slots = { count: 3, block: 8 };
const causal = (selection) => ({ ...mosa, selection: { rule: 'causal', ...selection } });
const beside = (heads, other) => ({ kind: 'sum', parts: { mosa: heads, other } });

const attentions = {
  expert: beside({ ...mosa, includeFirst: true, rotaryFraction: 1 }, dense),
  'causal-local': { kind: 'sum', parts: [local, { ...causal({ capacity: 5, slots }), includeFirst: true }] },
  'causal-excess': causal({ capacity: 4, ties: 'spread', gate: 'excess' }),
  'causal-slots': beside(causal({ slots }), { ...dense, rotaryBase: 500 }),
  'causal-free': causal({}),
  'many-parts': {
    kind: 'sum',
    parts: [mosa, { kind: 'fixed', ...width, heads: 2, sparsity: 3 }, local, causal({ capacity: 3 })],
  },
  'causal-later': causal({ capacity: 4, ties: 'later' }),
};

export const text = 'few tokens are chosen, and only those attend to each other. '.repeat(4);
const characters = [...new Set(text)].sort().join('');
const tokenizer = tokenizerFromJSON({ name: 'characters', characters });

function configOf(attention, more = {}) {
  return { vocabularySize: characters.length, dModel, layers: 2, attention, ...more };
}

/** Models with weights, tokens [B, T], and the logits of the reference. */
export async function models() {
  const backend = createReferenceBackend();
  const made = [];
  for (const [index, [name, attention]] of Object.entries(attentions).entries()) {
    const config = configOf(attention, index % 2 ? { tiedOutput: true, feedForward: 2 } : {});
    const state = initModel(config, index + 1, { headDeviation: 0.4 });
    for (const { data } of Object.values(state.buffers)) data.set(data.map((_, i) => 0.05 * (i - 1)));
    const { tokens } = encodeText(tokenizer, text.slice(index, index + 2 * 37));
    const given = { shape: [2, 37], dtype: 'int32', data: tokens };
    const model = await createLanguageModel(backend, config, state);
    const logits = await (await model.logits(given)).read();
    await model.dispose();
    const run = { batch: 2, length: 37, seed: 1, data: 'none' };
    const checkpoint = {
      config,
      optimizer: { learningRate: 1e-3 },
      run,
      state: { step: 0, ...state },
      tokenizer: tokenizer.toJSON(),
    };
    made.push({ name, checkpoint, tokens: given, logits });
  }
  await backend.dispose();
  return made;
}

export const steps = { before: 6, after: 26 };

/** A run of the reference: a checkpoint after some steps, and the losses of those after it. @param resume one to go on from instead */
export async function run(resume) {
  const backend = createReferenceBackend();
  const options = {
    backend,
    config: configOf(attentions['causal-local'], { layers: 1 }),
    optimizer: {
      learningRate: 1e-2,
      weightDecay: 0.1,
      clip: 0.5,
      warmupSteps: 3,
      decaySteps: 20,
      minLearningRate: 1e-3,
    },
    tokenizer,
    data: { train: encodeText(tokenizer, text) },
    batch: 4,
    length: 24,
    seed: 5,
    thresholds: { warmup: 9 },
  };
  let first = resume;
  const save = (checkpoint) => (first ??= checkpoint);
  const { curve } = await train({
    ...options,
    steps: steps.before + steps.after,
    resume,
    checkpoint: { every: steps.before, save },
  });
  await backend.dispose();
  return { checkpoint: first, losses: curve.slice(-steps.after).map(({ loss }) => loss) };
}
