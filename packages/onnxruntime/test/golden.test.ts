import { createLayer, weightShapes } from '@mosa-js/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configOf, goldenCases, goldenTensors } from './golden';
import { errorOf, open, targets } from './support';

/** [B, E, k] by falling score → [E, B, k] ascending. */
function ascending(data: ArrayLike<number>, [B, E, k]: readonly number[]): number[] {
  const rows = Array.from({ length: E! * B! }, (_, row) => {
    const from = ((row % B!) * E! + Math.floor(row / B!)) * k!;
    return Array.from({ length: k! }, (_, i) => data[from + i]!).sort((a, b) => a - b);
  });
  return rows.flat();
}

describe.each(targets)("the authors' results on $title", (target) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open(target);
  });
  afterAll(() => opened.backend.dispose());

  it.each(goldenCases.map((golden) => [golden.name, golden] as const))('%s', async (name, golden) => {
    const config = configOf(golden);
    const tensors = goldenTensors(name);
    const weights = Object.fromEntries(Object.keys(weightShapes(config)).map((key) => [key, tensors[key]!]));
    const layer = await createLayer(opened.backend, config, weights);
    const { y, indices } = await layer.run({ x: tensors.x! });
    expect(errorOf(await y.read(), tensors.y!, 'tensor')).toBeLessThan(2e-5);
    const selected = tensors['selection.indices'];
    expect(indices === undefined).toBe(selected === undefined);
    if (selected) expect([...(await indices!.read()).data]).toEqual(ascending(selected.data, selected.shape));
    await layer.dispose();
  });
});
