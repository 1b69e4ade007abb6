import type { DType, TensorType } from '@mosa-js/core';
import type { GraphNode } from '@mosa-js/core/adapter';
import { workgroupNumber } from '../../runtime/dispatch';
import { resultName } from '../../runtime/wgsl';
import { xyzw } from '../lines.wgsl';
import { storedType, wgslType } from '../types.wgsl';
import type { Width } from '../vectors';
import { functionsOf } from './expressions.wgsl';
import { elementOf, numbered, stored } from './group.wgsl';
import type { Loading } from './operands';
import { levelsOf, neededBy } from './row-levels';

export interface RowsForm {
  /** In their order. */
  readonly nodes: readonly GraphNode[];
  /** Ids of those that are written. */
  readonly results: readonly number[];
  /** By node, the names of its operands' elements. */
  readonly names: readonly (readonly string[])[];
  readonly types: ReadonlyMap<number, TensorType>;
  /** Ids of the sums and maxima of rows. */
  readonly reduces: ReadonlySet<number>;
  /** Whether a node has an element for each element of a row, and not one for all of it. */
  isWhole(id: number): boolean;
  /** What loads elements of operands from outside, by element and by row. */
  readonly loads: readonly Loading[];
  readonly rowLoads: readonly Loading[];
  readonly width: Width;
  /** Invocations for each row, or for a part of it. */
  readonly lanes: number;
  /** Whether workgroups go through parts of rows, and write what each found in its own. */
  readonly isInParts: boolean;
}

/**
 * WGSL of a group with sums and maxima of rows. All lanes of a row go through it together, as often as something needs all of
 * it. What is one for each row is there in every lane, as often as a vector has parts.
 */
export function rowsCode(form: RowsForm): string {
  const { nodes, results, names, types, reduces, isWhole, loads, rowLoads, width, lanes, isInParts } = form;
  const dtypeOf = (id: number): DType => types.get(id)!.dtype;
  const typeOf = (id: number) => wgslType(dtypeOf(id), width);
  const operandsOf = new Map(nodes.map(({ id }, i) => [id, names[i]!]));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const levels = levelsOf(nodes, reduces);
  const last = Math.max(...levels.values());
  const lineOf = (node: GraphNode) => {
    const given = node.inputs.map((id, slot) => ({ code: operandsOf.get(node.id)![slot]!, dtype: dtypeOf(id) }));
    return `let v${node.id} = ${elementOf(node, given, width)};`;
  };
  const isConstant = ({ op }: GraphNode) => op === 'constant';
  const join = (id: number, a: string, b: string) => (byId.get(id)!.op === 'sum' ? `${a} + ${b}` : `max(${a}, ${b})`);
  const used = (list: readonly Loading[], text: string) =>
    list.filter((one) => one.names.some((name) => new RegExp(`\\b${name}\\b`).test(text))).map(({ code }) => code);

  function throughRow(level: number): string {
    const sums = nodes.filter(({ id }) => reduces.has(id) && levels.get(id) === level + 1).map(({ id }) => id);
    const written = results.filter((id) => isWhole(id) && levels.get(id) === level);
    if (sums.length === 0 && written.length === 0) return '';
    const value = (id: number) => operandsOf.get(id)![0]!;
    const wanted = neededBy([...written, ...sums.flatMap((id) => byId.get(id)!.inputs)], byId, isWhole);
    const body = [
      ...nodes.filter(({ id }) => wanted.has(id)).map(lineOf),
      ...sums.map((id) =>
        byId.get(id)!.op === 'sum'
          ? `sum${id} += ${value(id)};`
          : `sum${id} = select(max(sum${id}, ${value(id)}), ${value(id)}, at == begin);`,
      ),
      ...written.map(
        (id) =>
          `if (isInside) { ${resultName(results.indexOf(id))}[index] = ${stored(`v${id}`, dtypeOf(id), width)}; }`,
      ),
    ].join('\n');
    return `
      ${sums.map((id) => `var sum${id} = ${typeOf(id)}();`).join('\n')}
      for (var at = begin; at < steps; at += stride) {
        let index = row * steps + at;
        ${used(loads, body).join('\n')}
        ${body}
      }
      ${together(sums)}`;
  }

  /** Lets all lanes of a row have what each of them found in its part. */
  function together(sums: readonly number[]): string {
    if (sums.length === 0) return '';
    const parts = (id: number) => xyzw.map((part) => `sum${id}.${part}`);
    const whole = (id: number) => {
      if (width === 1) return `sum${id}`;
      const [x, y, z, w] = parts(id) as [string, string, string, string];
      return join(id, `(${join(id, x, y)})`, `(${join(id, z, w)})`);
    };
    if (lanes === 1) return sums.map((id) => `let v${id} = ${typeOf(id)}(${whole(id)});`).join('\n');
    const add = (id: number) => `partial${id}[own] = ${join(id, `partial${id}[own]`, `partial${id}[own + step]`)};`;
    return `
      ${sums.map((id) => `partial${id}[own] = ${whole(id)};`).join('\n')}
      for (var step = ${lanes / 2}; step > 0; step /= 2) {
        workgroupBarrier();
        if (lane < step) { ${sums.map(add).join('\n')} }
      }
      workgroupBarrier();
      ${sums.map((id) => `let v${id} = ${typeOf(id)}(partial${id}[own - lane]);`).join('\n')}`;
  }

  const perRow = (level: number) =>
    nodes
      .filter(
        (node) => !isWhole(node.id) && !reduces.has(node.id) && !isConstant(node) && levels.get(node.id) === level,
      )
      .map(lineOf);
  const parts = Array.from({ length: last + 1 }, (_, level) => [...perRow(level), throughRow(level)].join('\n'));
  const stores = results
    .filter((id) => !isWhole(id))
    .map((id) => {
      const value = stored(`v${id}`, dtypeOf(id), width);
      return `${resultName(results.indexOf(id))}[place] = ${width === 1 ? value : `(${value}).x`};`;
    });
  const size = Math.max(64, lanes);
  const number = size === lanes ? workgroupNumber : `${workgroupNumber} * ${size / lanes} + own / ${lanes}`;
  const count = isInParts ? 'uniforms.count.x * uniforms.count.z' : 'uniforms.count.x';
  const body = parts.join('\n');
  const partials = lanes === 1 ? [] : [...reduces];
  return numbered(
    `
    ${functionsOf(nodes, width)}
    ${partials.map((id) => `var<workgroup> partial${id}: array<${storedType(dtypeOf(id))}, ${size}>;`).join('\n')}
    fn main(unused: i32) {
      let own = i32(localIndex);
      let lane = own % ${lanes};
      let wanted = ${number};
      let isInside = wanted < ${count};
      let place = min(wanted, ${count} - 1);
      let row = place${isInParts ? ' / uniforms.count.z' : ''};
      let begin = ${isInParts ? `place % uniforms.count.z * ${lanes} + ` : ''}lane;
      let stride = ${isInParts ? 'uniforms.count.z * ' : ''}${lanes};
      let steps = uniforms.count.y;
      ${nodes.filter(isConstant).map(lineOf).join('\n')}
      ${used(rowLoads, `${body}${stores.join('\n')}`).join('\n')}
      ${body}
      ${stores.length > 0 ? `if (isInside && lane == 0) { ${stores.join('\n')} }` : ''}
    }`,
    nodes,
  );
}
