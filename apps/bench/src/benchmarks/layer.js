import { attentionLayer, initWeights, trace, weightShapes } from '@mosa-js/core';
import { openProgram } from '../program-case.js';
import { attentionOf, layerShapes } from '../shapes.js';
import { normal } from '../tensors.js';

/** Forward: x [B, T, h] → y. */
export function layer(options, length) {
  return layerShapes(options, length).map((shape) => ({
    labels: shape,
    async open(backend) {
      const config = attentionOf(shape, options);
      const type = { shape: [shape.batch, length, options.width], dtype: 'float32' };
      const build = (ops, { x }, weights) => ({ y: attentionLayer(ops, x, weights, config).y });
      const graph = trace(build, { inputs: { x: type }, weights: weightTypes(config) });
      return openProgram(backend, graph, { x: normal(type.shape, 1) }, initWeights(config, 1));
    },
  }));
}

/** Types of a layer's weights, as `trace` takes them. */
export function weightTypes(config) {
  return Object.fromEntries(
    Object.entries(weightShapes(config)).map(([name, shape]) => [name, { shape, dtype: 'float32' }]),
  );
}
