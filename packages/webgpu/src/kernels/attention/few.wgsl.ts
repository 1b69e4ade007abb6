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
}

/** Keys that are weighed at a time, each by a lane. */
export const lanes = 256;

/**
 * WGSL of attention of few queries: a workgroup for each, in which every lane weighs a key, and then lanes side by side add up
 * the values. The softmax runs on from 256 keys to the next.
 *
 * Uniforms: sizes (P, M, N, scale), widths (d, e).
 */
export function fewCode({ causal, maskAxes, steps, vector, across }: FewForm): string {
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
  return `
  var<workgroup> query: array<${vector === 4 ? 'vec4<f32>' : 'f32'}, ${steps}>;
  var<workgroup> weights: array<f32, ${lanes}>;
  var<workgroup> partial: array<f32, ${lanes}>;
  ${exponential(1)}

  fn main(index: i32) {
    let sizes = uniforms.sizes;
    let lane = i32(localIndex);
    let isInside = ${workgroupNumber} < sizes.x * sizes.y;
    let place = min(${workgroupNumber}, sizes.x * sizes.y - 1);
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
    for (var first = 0; first < sizes.z; first += ${lanes}) {
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
    // A row that sees nothing gives 0.
    if (isInside && lane < uniforms.widths.y) {
      result[place * uniforms.widths.y + lane] = select(partial[lane] / total, 0f, total == 0f);
    }
  }`;
}
