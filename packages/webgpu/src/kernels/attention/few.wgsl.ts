import { workgroupNumber } from '../../runtime/dispatch';
import { exponential } from '../elementwise/functions.wgsl';
import { walkCode } from '../strides.wgsl';
import type { Width } from '../vectors';

export interface FewForm {
  readonly causal: boolean;
  readonly maskAxes: number | undefined;
  /** Vectors of a query, of this width. */
  readonly steps: number;
  readonly vector: Width;
  /** Lanes side by side along a value, a power of two. */
  readonly across: number;
  /** Whether several workgroups go through the keys of one query, so that their results are to be joined. */
  readonly isInParts: boolean;
}

/** Keys that are weighed at a time, each by a lane. */
export const lanes = 256;

/**
 * WGSL of attention of few queries: a workgroup for each, in which every lane weighs a key, and then lanes side by side add up
 * the values. The softmax runs on from 256 keys to the next.
 *
 * Uniforms: sizes (P, M, N, scale), widths (d, e), and in parts: parts (of a query, keys of each).
 */
export function fewCode({ causal, maskAxes, steps, vector, across, isInParts }: FewForm): string {
  const product = vector === 4 ? 'dot(query[i], k[key + i])' : 'query[i] * k[key + i]';
  const tests = [
    'n < sizes.z',
    ...(causal ? ['n <= row'] : []),
    ...(maskAxes === undefined
      ? []
      : ['mask[maskAt + row * uniforms.maskSteps.x + min(n, sizes.z - 1) * uniforms.maskSteps.y] != 0']),
  ];
  const together = (how: (a: string, b: string) => string, least = 1) => `
      for (var step = ${lanes / 2}; step >= ${least}; step /= 2) {
        workgroupBarrier();
        if (lane < step) { partial[lane] = ${how('partial[lane]', 'partial[lane + step]')}; }
      }
      workgroupBarrier();`;
  const count = isInParts ? 'sizes.x * sizes.y * uniforms.parts.x' : 'sizes.x * sizes.y';
  const keys = isInParts ? 'uniforms.parts.y' : 'sizes.z';
  return `
  var<workgroup> query: array<${vector === 4 ? 'vec4<f32>' : 'f32'}, ${steps}>;
  var<workgroup> weights: array<f32, ${lanes}>;
  var<workgroup> partial: array<f32, ${lanes}>;
  ${exponential(1)}

  fn main(index: i32) {
    let sizes = uniforms.sizes;
    let lane = i32(localIndex);
    let isInside = ${workgroupNumber} < ${count};
    let number = min(${workgroupNumber}, ${count} - 1);
    let place = number${isInParts ? ' / uniforms.parts.x' : ''};
    let start = ${isInParts ? 'number % uniforms.parts.x * uniforms.parts.y' : '0'};
    let batch = place / sizes.y;
    let row = place % sizes.y;
    let scale = bitcast<f32>(sizes.w);
    ${maskAxes === undefined ? '' : walkCode(maskAxes, ['mask'], 'batch')}
    for (var i = lane; i < ${steps}; i += ${lanes}) { query[i] = q[place * ${steps} + i]; }
    workgroupBarrier();
    let column = lane % ${across};
    var highest = -3.4e38f;
    var total = 0f;
    var sum = 0f;
    for (var done = 0; done < ${keys}; done += ${lanes}) {
      let first = start + done;
      let n = first + lane;
      let isSeen = ${tests.join(' && ')};
      var score = -3.4e38f;
      if (isSeen) {
        let key = (batch * sizes.z + n) * ${steps};
        score = 0f;
        for (var i = 0; i < ${steps}; i++) { score += ${product}; }
        score *= scale;
      }
      partial[lane] = score;
      ${together((a, b) => `max(${a}, ${b})`)}
      let next = max(highest, partial[0]);
      let share = exponential(highest - next);
      highest = next;
      // What is hidden has a weight that no other has, so that its value, whatever it is, adds nothing.
      let weight = exponential(score - next);
      weights[lane] = select(-1f, weight, isSeen);
      workgroupBarrier();
      partial[lane] = select(0f, weight, isSeen);
      ${together((a, b) => `${a} + ${b}`)}
      total = total * share + partial[0];
      sum *= share;
      if (column < uniforms.widths.y) {
        for (var at = lane / ${across}; at < min(${lanes}, sizes.z - first); at += ${lanes / across}) {
          let weight = weights[at];
          if (bitcast<u32>(weight) != 0xbf800000u) {
            sum = fma(weight, v[(batch * sizes.z + first + at) * uniforms.widths.y + column], sum);
          }
        }
      }
      workgroupBarrier();
    }
    partial[lane] = sum;
    ${together((a, b) => `${a} + ${b}`, across)}
    ${isInParts ? partStored : stored}
  }`;
}

// A row that sees nothing gives 0.
const stored = `
    if (isInside && lane < uniforms.widths.y) {
      result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
    }`;

/** Beside the sum, the score that weights are relative to and the sum of weights. */
const partStored = `
    let width = uniforms.widths.y;
    if (isInside && lane < width) { result[number * (width + 2) + lane] = partial[lane]; }
    if (isInside && lane == 0) {
      result[number * (width + 2) + width] = highest;
      result[number * (width + 2) + width + 1] = total;
    }`;

/** WGSL that joins the parts of each query, [P·M, parts, e + 2], in order. Uniforms: count (P·M·e, e, parts). */
export const joinPartsCode = `
  ${exponential(1)}
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let first = index / width * uniforms.count.z * (width + 2);
    var highest = -3.4e38f;
    for (var part = 0; part < uniforms.count.z; part++) { highest = max(highest, parts[first + part * (width + 2) + width]); }
    var total = 0f;
    var sum = 0f;
    for (var part = 0; part < uniforms.count.z; part++) {
      let at = first + part * (width + 2);
      // What saw nothing adds nothing.
      if (parts[at + width + 1] == 0f) { continue; }
      let share = exponential(parts[at + width] - highest);
      total = fma(share, parts[at + width + 1], total);
      sum = fma(share, parts[at + index % width], sum);
    }
    result[index] = select(sum / total, 0f, total == 0f);
  }`;
