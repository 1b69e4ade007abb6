import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { encodeText, tokenizerFromJSON, train } from '../src/index';
import { loadCheckpoint } from '../src/node';

// Files of earlier versions, which every later one must read (docs/stability.md). They are never written anew.
const kept = (name: string) => fileURLToPath(new URL(`./kept/${name}`, import.meta.url));

it('goes on from a checkpoint of version 1, with the losses that followed it then', async () => {
  const path = kept('checkpoint-version-1.safetensors');
  const checkpoint = await loadCheckpoint(path);
  expect(checkpoint.state.step).toBe(4);
  expect(checkpoint.best).toEqual({ step: 4, loss: 1.5955432116985602 });
  expect(readFileSync(path).toString('latin1')).toContain('"version":"1"');
  const tokenizer = tokenizerFromJSON(checkpoint.tokenizer!);
  const text = 'abc dab cda bcd '.repeat(12);
  const backend = createReferenceBackend();
  const { curve } = await train({
    backend,
    config: checkpoint.config,
    optimizer: checkpoint.optimizer,
    tokenizer,
    data: { train: encodeText(tokenizer, text), valid: encodeText(tokenizer, text.slice(0, 60)) },
    batch: 2,
    length: 8,
    seed: 7,
    evaluate: { every: 2 },
    steps: 7,
    resume: checkpoint,
  });
  await backend.dispose();
  const then = [1.5884386948402573, 1.6153394410670618, 1.5968613329322594];
  expect(curve).toHaveLength(3);
  for (const [i, { loss }] of curve.entries()) expect(Math.abs(loss - then[i]!)).toBeLessThan(1e-12);
});
