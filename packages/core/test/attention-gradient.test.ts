import { describe, expect, it } from 'vitest';
import { trace } from '../src';
import { decomposeNodes, decompositions } from '../src/adapter';
import type { FusedOpName } from '../src/ops/attributes';
import { gradient } from '../src/training';

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const });
const inputs = { q: f(2, 5, 4), k: f(2, 5, 4), v: f(2, 5, 3) };
const options = { scale: 0.5, causal: true };
const loss = trace((ops, { q, k, v }) => ({ loss: ops.sum(ops.attention(q!, k!, v!, options), [0, 1, 2]) }), {
  inputs,
});
const by = ['q', 'k', 'v'];
const on = (...fused: FusedOpName[]) => ({ capabilities: { fused } });
const count = (graph: { nodes: readonly { op: string }[] }, op: string) =>
  graph.nodes.filter((node) => node.op === op).length;

describe('the gradient of attention', () => {
  it('is one op where a backend has a kernel of it, from the operands of the forward pass', () => {
    const graph = gradient(loss, { of: 'loss', by, backend: on('attention', 'attentionGradient') });
    expect([count(graph, 'attention'), count(graph, 'attentionGradient'), count(graph, 'softmax')]).toEqual([1, 1, 0]);
    const types = by.map((name) => graph.nodes[graph.outputs[`gradient/${name}`]!]!.type);
    expect(types).toEqual(by.map((name) => inputs[name as 'q']));
  });

  it('shares what the forward pass computed where it has none, and packs nothing', () => {
    const graph = gradient(loss, { of: 'loss', by });
    expect(count(graph, 'softmax')).toBe(1);
    for (const op of ['attentionGradient', 'concat', 'slice']) expect(count(graph, op)).toBe(0);
  });

  it('has a gradient itself', () => {
    const first = gradient(loss, { of: 'loss', by, backend: on('attention', 'attentionGradient') });
    const summed = trace(
      (ops, { q, k, v }) => {
        const all = ops.attentionGradient(ops.attention(q!, k!, v!, options), q!, k!, v!, options);
        return { loss: ops.sum(ops.mul(all, all), [0]) };
      },
      { inputs },
    );
    expect(count(first, 'attentionGradient')).toBe(1);
    const second = gradient(summed, { of: 'loss', by, backend: on('attention', 'attentionGradient') });
    expect(Object.keys(second.outputs)).toContain('gradient/q');
    expect(count(second, 'attentionGradient')).toBe(1); // of the attention inside, not of its gradient
  });

  it('is refused where operands do not fit, before anything runs', () => {
    const asked = (dy: number[], q = [2, 5, 4]) =>
      trace((ops, given) => ({ y: ops.attentionGradient(given.dy!, given.q!, given.k!, given.v!, options) }), {
        inputs: { ...inputs, q: f(...q), dy: f(...dy) },
      });
    expect(() => asked([2, 5, 4])).toThrow('attentionGradient: expected dy [2,5,3], got float32 [2, 5, 4]');
    expect(() => asked([2, 5, 3], [2, 5, 3])).toThrow('attentionGradient: expected q [...P, M, d], k [...P, N, d]');
  });
});

it('single nodes are decomposed, and the others stay', () => {
  const graph = trace(
    (ops, { q, k, v }) => ({
      a: ops.attention(q!, k!, v!, options),
      b: ops.attention(q!, k!, v!, { ...options, causal: false }),
    }),
    { inputs },
  );
  const half = decomposeNodes(decompositions, graph, (node) => node.op === 'attention' && node.attributes.causal);
  expect([count(half, 'attention'), count(half, 'softmax')]).toEqual([1, 1]);
  expect(decomposeNodes(decompositions, graph, () => false)).toBe(graph);
});
