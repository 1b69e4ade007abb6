import { attentionLayer, hostTensor, type MosaConfig } from '@mosa-js/core';
import { type GraphCase, graphCase } from './graph-case';
import { layerTensors } from './layer-spec';

const config: MosaConfig = { kind: 'mosa', dModel: 8, dHead: 4, heads: 3, sparsity: 4 };

/**
 * Positions that a device holds already and nobody can check: those that fall, come twice or leave the sequence mean the
 * same on every backend.
 */
export function givenPositionsCases(): GraphCase[] {
  const rows = [
    [11, 7, 2, 0],
    [3, 3, 9, 9],
    [-1, -2147483648, 12, 2147483647],
    [0, 4, 8, 11],
    [11, 0, 11, 0],
    [5, 6, -7, 1000],
  ];
  const { inputs, weights } = layerTensors({ id: 'given', config, B: 2, T: 12, seed: 5, lengths: [12, 9] });
  const of = (name: string, hasMask: boolean) =>
    graphCase(
      `layers/given-positions:${name}`,
      () => ({
        ...(hasMask ? inputs : { x: inputs.x! }),
        ...weights,
        positions: hostTensor(rows.flat(), [3, 2, 4], 'int32'),
      }),
      (ops, { x, mask, positions, ...weights }) => {
        const { y, indices } = attentionLayer(ops, x!, weights, config, { mask, indices: positions! });
        return { y, indices: indices! };
      },
    );
  return [of('any', false), of('any;mask', true)];
}
