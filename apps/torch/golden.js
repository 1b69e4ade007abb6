// Writes golden/: what mosa_torch.py has to give. `node apps/torch/golden.js`, then python test_mosa_torch.py --write for what it gives back.
import { readFileSync, writeFileSync } from 'node:fs';
import { saveCheckpoint } from '@mosa-js/lm/node';
import { writeSafetensors } from '@mosa-js/safetensors';
import { models, run, steps, text } from './cases.js';

const file = (name) => new URL(`golden/${name}`, import.meta.url);

for (const { name, checkpoint, tokens, logits } of await models()) {
  await saveCheckpoint(file(`${name}.safetensors`), checkpoint);
  const expected = {
    tokens: { dtype: 'I32', shape: tokens.shape, data: tokens.data },
    logits: { dtype: 'F64', shape: logits.shape, data: Float64Array.from(logits.data) },
  };
  writeFileSync(file(`${name}.expected.safetensors`), writeSafetensors(expected));
}
const { checkpoint, losses } = await run();
await saveCheckpoint(file('run.safetensors'), checkpoint);
writeFileSync(file('run.json'), `${JSON.stringify({ text, steps, losses }, null, 1)}\n`);
console.log(readFileSync(file('run.json')).length);
