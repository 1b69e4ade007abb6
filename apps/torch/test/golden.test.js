import { existsSync, readFileSync } from 'node:fs';
import { encodeCheckpoint } from '@mosa-js/lm';
import { loadCheckpoint } from '@mosa-js/lm/node';
import { parseSafetensors } from '@mosa-js/safetensors';
import { expect, it } from 'vitest';
import { models, run, steps, text } from '../cases.js';

const file = (name) => new URL(`../golden/${name}`, import.meta.url);
const json = (name) => JSON.parse(readFileSync(file(name), 'utf8'));

it('has the models and logits that the reference gives today', async () => {
  const made = await models();
  expect(made.length).toBeGreaterThan(4);
  for (const { name, checkpoint, tokens, logits } of made) {
    expect(Buffer.from(encodeCheckpoint(checkpoint)).equals(readFileSync(file(`${name}.safetensors`))), name).toBe(
      true,
    );
    const { tensors } = parseSafetensors(readFileSync(file(`${name}.expected.safetensors`)));
    expect(tensors.get('tokens').data).toEqual(tokens.data);
    const stored = tensors.get('logits').data;
    for (const [i, value] of logits.data.entries()) expect(Math.abs(value - stored[i])).toBeLessThan(1e-12);
  }
});

it('has the run that the reference makes today', async () => {
  const told = json('run.json');
  expect(told).toMatchObject({ text, steps });
  const { checkpoint, losses } = await run();
  const stored = await loadCheckpoint(file('run.safetensors'));
  expect(stored.config).toEqual(checkpoint.config);
  expect(losses).toHaveLength(steps.after);
  for (const [i, loss] of losses.entries()) expect(Math.abs(loss - told.losses[i])).toBeLessThan(1e-10);
});

it('has a run of PyTorch, which goes on here with the losses that it has there', async () => {
  const { losses } = json('torch.json');
  const checkpoint = await loadCheckpoint(file('torch.safetensors'));
  expect(checkpoint.state.moments).toBeDefined();
  const { losses: ours } = await run(checkpoint);
  expect(ours.slice(-losses.length)).toHaveLength(losses.length);
  for (const [i, loss] of losses.entries()) expect(Math.abs(ours.at(i - losses.length) - loss)).toBeLessThan(1e-8);
});

it('names what there is to run by hand', () => {
  for (const name of ['mosa_torch.py', 'checkpoint.py', 'training.py', 'train.py', 'test_mosa_torch.py'])
    expect(existsSync(new URL(`../${name}`, import.meta.url)), name).toBe(true);
});
