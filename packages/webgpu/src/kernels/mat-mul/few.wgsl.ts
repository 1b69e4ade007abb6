import { workgroupNumber } from '../../runtime/dispatch';
import { each, xyzw } from '../lines.wgsl';
import { wgslType } from '../types.wgsl';
import type { FewPlan } from './few-plan';
import { together } from './few-size';
import type { Writing } from './writing';

/** Parts of a sum that are left when invocations have first added up what others have. */
const left = 8;

/**
 * WGSL of a product of few rows, or of few columns. The invocations of a workgroup read neighbours of the other operand, each of its
 * numbers once for all that are few, and share the sums over K: each adds up every n-th term, some of them what others have, and one the
 * rest, always in the same order.
 *
 * Uniforms: sizes (B, sums side by side, K in reads, workgroups side by side).
 */
export function fewCode(plan: FewPlan, { width: written, store }: Pick<Writing, 'width' | 'store'>): string {
  const { few, count, fewAlong, otherAlong, width, across, lanes } = plan;
  const type = wgslType('float32', otherAlong ? 1 : width);
  const parts = lanes / across;
  const [own, part] = otherAlong
    ? ['lane / ', 'lane % '].map((of) => `${of}${parts}`)
    : [`lane % ${across}`, `lane / ${across}`];
  const [short, long] = few === 'rows' ? ['A', 'B'] : ['B', 'A'];
  const shortAt = (i: number) => `${short}[few + ${fewAlong ? `${i} * sizes.z + k` : `k * ${count} + ${i}`}]`;
  const add = (i: number) =>
    otherAlong && width === 4
      ? `sum${i} += dot(${shortAt(i)}, other);`
      : `sum${i} = fma(${type}(${shortAt(i)}), other, sum${i});`;
  const place = (i: number) =>
    few === 'rows' ? `(batch * ${count} + ${i}) * sizes.y + column` : `(batch * sizes.y + column) * ${count} + ${i}`;
  const write = (at: string, value: string) => {
    if (type === wgslType('float32', written)) return store(at, value);
    return each(4, (i) => store(`4 * (${at}) + ${i}`, `${value}.${xyzw[i]}`));
  };

  /** Adds up the parts of some sums and writes them. */
  function finish(first: number): string {
    const n = Math.min(together, count - first);
    const stage = ([from, to]: readonly number[]) => `
    workgroupBarrier();
    if (part < ${to}) {
      for (var next = part + ${to}; next < ${from}; next += ${to}) {
        ${each(n, (i) => `partial[${i}][at] += partial[${i}][next * ${across} + own];`)}
      }
    }`;
    return `
    ${first > 0 ? 'workgroupBarrier();' : ''}
    ${each(n, (i) => `partial[${i}][at] = sum${first + i};`)}
    ${[
      [parts, left],
      [left, 1],
    ]
      .map(stage)
      .join('')}
    if (part == 0 && isInside) {
      ${each(n, (i) => write(place(first + i), `partial[${i}][at]`))}
    }`;
  }

  return `
  var<workgroup> partial: array<array<${type}, ${lanes}>, ${Math.min(together, count)}>;

  fn main(index: i32) {
    let sizes = uniforms.sizes;
    let lane = i32(localIndex);
    let own = ${own};
    let part = ${part};
    let at = part * ${across} + own;
    let group = ${workgroupNumber};
    let batch = group / sizes.w;
    let column = (group % sizes.w) * ${across} + own;
    let isInside = batch < sizes.x && column < sizes.y;
    ${each(count, (i) => `var sum${i} = ${type}();`)}
    if (isInside) {
      let few = batch * ${count} * sizes.z;
      let first = batch * sizes.y * sizes.z + ${otherAlong ? 'column * sizes.z' : 'column'};
      for (var k = part; k < sizes.z; k += ${parts}) {
        let other = ${long}[first + ${otherAlong ? 'k' : 'k * sizes.y'}];
        ${each(count, add)}
      }
    }
    ${Array.from({ length: Math.ceil(count / together) }, (_, i) => finish(i * together)).join('\n')}
  }`;
}
