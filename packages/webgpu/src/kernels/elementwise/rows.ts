import { sizeOf, type TensorType } from '@mosa-js/core';
import { type ElementwiseGroup, isInParts, isOnePerRow, type RowForm } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import { reduceRows } from '../reduce';
import { inVectors } from '../vectors';
import { Operands } from './operands';
import { arrayName } from './operands.wgsl';
import { rowsCode } from './rows.wgsl';
import { whos } from './rows-paths';

/** Steps that 64 lanes take through a row at most, before there are more lanes. */
const mostSteps = 16;

/** Workgroups for each that keeps a device at work, where rows are gone through in parts. */
const partsOfAll = 2;

/** A group with sums or maxima of rows as one program. A row is gone through once for each that needs those before it. */
export function lowerRows(
  lowering: Lowering,
  { nodes, inputs, results }: ElementwiseGroup,
  form: RowForm,
  values: readonly Value[],
): Value[] {
  const { rows, width: length } = form;
  const types = new Map([...inputs, ...nodes].map(({ id, type }): [number, TensorType] => [id, type]));
  const isWhole = (id: number) => sizeOf(types.get(id)!.shape) === rows * length;
  const inside = new Set(nodes.map(({ id }) => id));
  // Nothing else makes one number of several.
  const reduces = new Set(nodes.filter((node) => !isWhole(node.id) && node.inputs.some(isWhole)).map(({ id }) => id));

  const elements = new Operands(inputs, rows * length);
  const perRow = new Operands(inputs, rows, 'row');
  const names = nodes.map((node) =>
    node.inputs.map((id) => {
      if (inside.has(id)) return `v${id}`;
      const { shape } = types.get(id)!;
      if (reduces.has(node.id)) return elements.element(id, shape);
      if (!isWhole(node.id)) return perRow.element(id, node.type.shape);
      const size = sizeOf(shape);
      const isOneEach = size === 1 || (size === rows && isOnePerRow(shape, node.type.shape, form));
      if (!isOneEach) return elements.element(id, node.type.shape);
      lowering.take('rows: an operand of one element a row');
      return perRow.element(id, shape);
    }),
  );
  const { loads, uniforms, width, paths } = elements.finish({ vectors: length % 4 === 0 });
  const row = perRow.finish({ vectors: false, index: 'row', spread: width });

  const steps = length / width;
  const isLong = isInParts(form);
  const isMore = isLong || steps > 64 * mostSteps || (rows < lowering.enoughWorkgroups && steps >= 256);
  const lanes = Math.min(2 ** Math.floor(Math.log2(steps)), isMore ? 256 : 64);
  const workgroupSize = Math.max(64, lanes);
  const wantedParts = Math.ceil((partsOfAll * lowering.enoughWorkgroups) / rows);
  const parts = isLong ? Math.max(1, Math.min(wantedParts, Math.floor(steps / lanes))) : 1;
  const shader = { nodes, results, names, types, reduces, isWhole, loads, rowLoads: row.loads, width, lanes };
  const code = rowsCode({ ...shader, isInParts: parts > 1 });
  const who = whos[lanes < 64 ? 0 : lanes === 64 ? 1 : 2];
  lowering.take(parts > 1 ? `rows: in parts, ${inVectors(width)}` : `rows: ${who} for each row, ${inVectors(width)}`);
  [...paths, ...row.paths].forEach(lowering.take);
  const dispatch = {
    key: `rows ${code}`,
    inputs: inputs.map((_, array) => arrayName(array)),
    components: elements.components(width),
    outputComponents: results.map((id) => (isWhole(id) ? width : 1)),
    uniforms: { ...uniforms, ...row.uniforms, count: [rows, steps, parts, 0] },
    code,
    workgroups: Math.ceil((rows * parts) / (workgroupSize / lanes)),
    workgroupSize,
    meets: true,
  };
  const typeOf = (id: number) => types.get(id)!;
  const made = results.map((id) =>
    lowering.empty(parts > 1 && !isWhole(id) ? { ...typeOf(id), shape: [rows, parts] } : typeOf(id)),
  );
  lowering.recordAll(dispatch, values, made);
  if (parts === 1) return made;
  return results.map((id, i) => {
    if (isWhole(id)) return made[i]!;
    const { op } = nodes.find((node) => node.id === id)!;
    return reduceRows(lowering, op as 'sum' | 'max', made[i]!, typeOf(id));
  });
}
