import { describe, expect, it } from 'vitest';
import { type AttentionConfig, attentionLayer, trace, weightShapes } from '../src';
import { decompose } from '../src/adapter';

// tfjs's own WebGPU backend does neither right, and says nothing.
describe('a layer never transposes integers, nor adds them up or looks for the largest along an axis before the last:', () => {
  const shared = { dModel: 16, dHead: 8, heads: 4 };
  it.each<[string, AttentionConfig]>([
    ['dense', { kind: 'dense', ...shared }],
    ['local', { kind: 'local', ...shared, window: 4 }],
    ['fixed', { kind: 'fixed', ...shared, sparsity: 4 }],
    ['routing', { kind: 'routing', ...shared, sparsity: 4 }],
    ['MoSA', { kind: 'mosa', ...shared, sparsity: 4 }],
    ['causal MoSA', { kind: 'mosa', ...shared, k: 4, selection: { rule: 'causal', capacity: 4 } }],
  ])('%s heads', (_name, config) => {
    const weights = Object.fromEntries(
      Object.entries(weightShapes(config)).map(([name, shape]) => [name, { shape, dtype: 'float32' as const }]),
    );
    const inputs = { x: { shape: [2, 16, 16], dtype: 'float32' }, mask: { shape: [2, 16], dtype: 'bool' } } as const;
    const whole = trace((ops, { x, mask }, w) => ({ y: attentionLayer(ops, x!, w, config, { mask }).y }), {
      inputs,
      weights,
    });
    const { nodes } = decompose(whole, new Set());
    const wrong = nodes.filter((node) => {
      const type = node.inputs.length > 0 && nodes[node.inputs[0]!]!.type;
      if (!type || type.dtype === 'float32') return false;
      if (node.op === 'transpose') return true;
      if (node.op !== 'sum' && node.op !== 'max') return false;
      const { axes } = node.attributes;
      return axes.some((axis) => axis < type.shape.length - axes.length);
    });
    expect(nodes.length).toBeGreaterThan(20);
    expect(wrong.map(({ op, type }) => `${op} of ${type.dtype} [${type.shape}]`)).toEqual([]);
  });
});
