import type { Backend } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { causalMutants } from '../src/mutants/causal';
import { decodeCases } from '../src/suite/decode/cases';
import { resultsOn } from './support/results-on';

const cases = decodeCases();

/** Right for whole sequences, and wrong in steps: their programs are those with a `start`. */
function wrongInSteps(mutate: (backend: Backend) => Backend): Backend {
  const right = createReferenceBackend();
  const wrong = mutate(right);
  return {
    ...right,
    compile: (graph, options) => {
      const isStep = graph.nodes.some((node) => node.op === 'placeholder' && node.name === 'start');
      return (isStep ? wrong : right).compile(graph, options);
    },
  };
}

/** The cases that notice, each with its stage. */
async function killers(mutate: (backend: Backend) => Backend): Promise<string[]> {
  const results = await resultsOn(wrongInSteps(mutate), cases);
  return results.flatMap(({ id, status, stage }) => (status === 'fail' ? [`${id} (${stage})`] : []));
}

it('steps that are right pass', async () => {
  expect(await killers((backend) => backend)).toEqual([]);
});

/** These are of whole sequences: a step of a token has no more than one. */
const ofWholes = [
  'causal-capacity-over-the-whole-sequence',
  'causal-newest-is-evicted',
  'causal-slots-are-taken-by-what-does-not-enter',
];

const inSteps = causalMutants.filter(({ name }) => !ofWholes.includes(name));

it.each(inSteps.map(({ name, mutate }) => [name, mutate] as const))('steps alone show it: %s', async (_, mutate) => {
  const noticed = await killers(mutate);
  expect(noticed.length).toBeGreaterThanOrEqual(1);
  for (const killer of noticed) expect(killer).toMatch(/\((counts|streamed)\)$/);
});
