// A model that `mosa-lm export --onnx` wrote, loaded and tokenized by Transformers.js. Nothing of mosa-js runs here.
import { readFile, writeFile } from 'node:fs/promises';
import { AutoModel, AutoTokenizer, env, Tensor } from '@huggingface/transformers';

const folder = 'models/few';
const manifest = JSON.parse(await readFile(`${folder}/onnx/model.json`, 'utf8'));

// What its loaders look for beside the programs: a model's type, of which they know none, and a tokenizer, here of characters.
const vocab = Object.fromEntries([...manifest.tokenizer.characters].map((character, id) => [character, id]));
const files = {
  config: { model_type: 'mosa' },
  tokenizer: {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: { type: 'WordLevel', vocab, unk_token: ' ' },
  },
  tokenizer_config: { tokenizer_class: 'PreTrainedTokenizerFast', clean_up_tokenization_spaces: false },
};
for (const [name, value] of Object.entries(files)) await writeFile(`${folder}/${name}.json`, JSON.stringify(value));

env.allowRemoteModels = false;
env.localModelPath = 'models/';
const tokenizer = await AutoTokenizer.from_pretrained('few');
const program = (name) => AutoModel.from_pretrained('few', { model_file_name: name, dtype: 'fp32', device: 'cpu' });
const [prefill, decode] = [await program('prefill'), await program('decode')];

// Caches and positions go in and come out: they are inputs like any other.
let state = Object.fromEntries(
  manifest.state.map(({ input, dtype, shape, fill }) => {
    const dims = shape.map((size) => (size === 'batch' ? 1 : size));
    const count = dims.reduce((a, b) => a * b, 1);
    const data = (dtype === 'int32' ? new Int32Array(count) : new Float32Array(count)).fill(fill);
    return [input, new Tensor(dtype, data, dims)];
  }),
);
const int32 = (values, dims) => new Tensor('int32', Int32Array.from(values), dims);
async function run(model, ids) {
  const outputs = await model({ tokens: int32(ids, [1, ids.length]), lengths: int32([ids.length], [1]), ...state });
  state = Object.fromEntries(manifest.state.map(({ input, output }) => [input, outputs[output]]));
  return outputs.logits.data;
}

/** One of the likeliest, as likely as the model says at a temperature of 0.8. */
function draw(logits) {
  const largest = logits.reduce((a, b) => Math.max(a, b));
  const masses = Array.from(logits, (logit) => Math.exp((logit - largest) / 0.8));
  const wanted = Math.random() * masses.reduce((a, b) => a + b, 0);
  let mass = 0;
  return masses.findIndex((one) => {
    mass += one;
    return mass > wanted;
  });
}

const prompt = process.argv[2] ?? 'ROMEO:';
process.stdout.write(prompt);
let logits = await run(prefill, tokenizer.encode(prompt)); // a longer prompt goes in pieces of manifest.longestPrefill
for (let i = 0; i < 200; i++) {
  const id = draw(logits);
  process.stdout.write(tokenizer.decode([id]));
  logits = await run(decode, [id]);
}
console.log();
