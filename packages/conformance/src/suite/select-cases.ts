import type { HostTensor, Shape } from '@mosa-js/core';
import { type ConformanceCase, groupOf } from './case';
import { type GraphCase, graphCase } from './graph-case';
import { joinedCases } from './joined-cases';
import { largeSpecs } from './select/large';
import { rankedSpecs } from './select/ranked';
import { sizedSpecs } from './select/sized';
import { smallSpecs } from './select/small';
import { random, shapesThatSpread } from './values';

/** Selection has one right answer, by the backend's kernel (if it has one) and by the decomposition. */
export function selectCases(): ConformanceCase[] {
  const alone = [...smallSpecs(), ...largeSpecs(), ...rankedSpecs(), ...sizedSpecs()].map(
    ({ name, logits, k, valid, large = false, whole = false }) =>
      graphCase(
        `select/${name};k=${k}`,
        () => ({ logits: made(logits), ...(valid ? { valid: made(valid) } : {}) }),
        (ops, { logits, valid }) => ops.selectIndices(logits!, k, valid),
        { alone: !whole, large, stage: 'selection' },
      ),
  );
  const masks = [everyMaskCase([2, 3, 4, 9]), everyMaskCase([3, 2, 70], true), everyMaskCase([5, 40], true)];
  return joinedCases([...alone, ...masks], ({ id, options }) => `${groupOf(id)}:${options.alone ? 'small' : 'kernel'}`);
}

/** A mask of every shape that spreads to that of the logits. */
function everyMaskCase(shape: Shape, large = false): GraphCase {
  const masks = shapesThatSpread(shape);
  const k = Math.ceil(shape.at(-1)! / 3);
  return graphCase(
    `select/valid:every-shape;[${shape}];k=${k}`,
    () => ({
      logits: random(shape, 41),
      ...Object.fromEntries(masks.map((mask, i) => [`valid[${mask}]`, maskOf(mask, 42 + i)])),
    }),
    (ops, { logits, ...valid }) =>
      Object.fromEntries(Object.entries(valid).map(([name, mask]) => [name, ops.selectIndices(logits!, k, mask)])),
    { alone: true, large },
  );
}

/** Of one element: false, since true would change nothing. */
function maskOf(shape: Shape, seed: number): HostTensor {
  const mask = random(shape, seed, 'bool');
  if (mask.data.length === 1) mask.data[0] = 0;
  return mask;
}

function made(tensor: HostTensor | (() => HostTensor)): HostTensor {
  return typeof tensor === 'function' ? tensor() : tensor;
}
