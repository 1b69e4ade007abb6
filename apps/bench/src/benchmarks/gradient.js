import { attentionLayer, initWeights, trace } from '@mosa-js/core';
import { gradient as gradientOf } from '@mosa-js/core/training';
import { openProgram } from '../program-case.js';
import { attentionOf, layerShapes } from '../shapes.js';
import { normal } from '../tensors.js';
import { weightTypes } from './layer.js';

/** Forward and backward: x and the gradient of y [B, T, h] → the gradients of x and of all weights. */
export function gradient(options, length) {
  return layerShapes(options, length).map((shape) => ({
    labels: shape,
    async open(backend) {
      const config = attentionOf(shape, options);
      const type = { shape: [shape.batch, length, options.width], dtype: 'float32' };
      const weights = weightTypes(config);
      // The gradient of Σ y · dy by y is dy.
      const build = (ops, { x, dy }, given) => {
        const { y } = attentionLayer(ops, x, given, config);
        return { loss: ops.sum(ops.mul(y, dy), [0, 1, 2]) };
      };
      const graph = trace(build, { inputs: { x: type, dy: type }, weights });
      const by = ['x', ...Object.keys(weights).filter((name) => name !== 'centres')];
      const inputs = { x: normal(type.shape, 1), dy: normal(type.shape, 2) };
      return openProgram(backend, gradientOf(graph, { of: 'loss', by, backend }), inputs, initWeights(config, 1));
    },
  }));
}
