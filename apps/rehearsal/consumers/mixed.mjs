// The new core beside packages of the version before, which have a core of their own.
import { attentionConfig, createLayer, hostTensor, initWeights, MosaError } from '@mosa-js/core';
import { characterTokenizer } from '@mosa-js/lm';
import { createReferenceBackend } from '@mosa-js/reference';

const said = [];
try {
  characterTokenizer(7);
  said.push('lm took 7 for a text');
} catch (error) {
  said.push(error instanceof MosaError ? 'errors of lm are errors of the new core' : `not an error of core: ${error}`);
}
const config = attentionConfig({ kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 4 });
const layer = await createLayer(createReferenceBackend(), config, initWeights(config, 1));
const x = hostTensor(new Float32Array(12 * 16).fill(0.5), [1, 12, 16]);
const { y } = await layer.run({ x });
said.push(`a layer of the new core runs on the backend of before: y ${y.shape.join(' × ')}`);
console.log(said.join('; '));
