import { describe, expect, it } from 'vitest';
import { type AttentionConfig, graphFlops, graphMemory, headFlops, layerGraph, sizeOf } from '../src';
import { decompose } from '../src/adapter';

const shapes = (B: number, T: number, h: number) => ({ x: { shape: [B, T, h], dtype: 'float32' as const } });
const primitives = (config: AttentionConfig, B: number, T: number, h: number) =>
  decompose(layerGraph(config, shapes(B, T, h)), new Set());

describe('FLOPs counted from the graph', () => {
  it.each([
    [1, 1024, 512, 64, 17, 32],
    [3, 96, 24, 10, 5, 4],
    [2, 64, 16, 8, 1, 1],
  ])('equal the paper’s formula for MoSA (B=%i, T=%i, h=%i, h′=%i, E=%i, ρ=%i)', (B, T, h, d, heads, sparsity) => {
    const config = { kind: 'mosa', dModel: h, dHead: d, heads, sparsity } as const;
    const formula = B * heads * headFlops('mosa', { dModel: h, dHead: d, seqLen: T, sparsity });
    expect(graphFlops(primitives(config, B, T, h)).counted).toBe(formula);
    expect(graphFlops(layerGraph(config, shapes(B, T, h))).counted).toBe(formula);
  });

  it('equal the paper’s formula for dense and fixed heads', () => {
    const sizes = { dModel: 32, dHead: 8, seqLen: 64, sparsity: 4 };
    const head = { dModel: 32, dHead: 8, heads: 3 };
    expect(graphFlops(primitives({ kind: 'dense', ...head }, 1, 64, 32)).counted).toBe(3 * headFlops('dense', sizes));
    expect(graphFlops(primitives({ kind: 'fixed', ...head, sparsity: 4 }, 1, 64, 32)).counted).toBe(
      3 * headFlops('fixed', sizes),
    );
  });
});

describe('memory counted from the graph', () => {
  const [h, heads, d, k] = [256, 16, 64, 64];
  const peakAt = (T: number) => graphMemory(primitives({ kind: 'mosa', dModel: h, dHead: d, heads, k }, 1, T, h)).peak;

  it('grows with T by a constant per head and token, whatever k² is', () => {
    const [short, middle, long] = [peakAt(1024), peakAt(4096), peakAt(16384)];
    // Per added token: the output row and, for each head, its logit and the selection's bookkeeping. Nothing times T.
    const perToken = (long - middle) / (16384 - 4096);
    expect(perToken).toBeLessThanOrEqual(4 * h + heads * 64);
    expect((middle - short) / (4096 - 1024)).toBeLessThanOrEqual(perToken * 1.01);
  });

  it('holds no tensor of T × T in any head', () => {
    const T = 2048;
    const head = { dModel: 16, dHead: 8, heads: 2 };
    const configs: AttentionConfig[] = [
      { kind: 'mosa', ...head, k: 16 },
      { kind: 'local', ...head, window: 16 },
      { kind: 'fixed', ...head, sparsity: 128 },
      { kind: 'routing', ...head, sparsity: 16 },
      { kind: 'dense', ...head },
    ];
    for (const config of configs) {
      const largest = Math.max(...primitives(config, 1, T, 16).nodes.map((node) => sizeOf(node.type.shape)));
      if (config.kind === 'dense')
        expect(largest).toBe(2 * 256 * T); // the scores of a block of queries
      else expect(largest).toBeLessThan((T * T) / 4);
    }
  });

  it('counts inputs, weights and constants apart', () => {
    const memory = graphMemory(layerGraph({ kind: 'dense', dModel: 8, dHead: 4, heads: 2 }, shapes(2, 16, 8)));
    expect(memory.inputs).toBe(4 * 2 * 16 * 8);
    expect(memory.weights).toBe(4 * (3 * 4 * 2 * 8 + 8 * 4 * 2));
    expect(memory.constants).toBe(4 * 2 * 16 * 4); // cos and sin
  });
});
