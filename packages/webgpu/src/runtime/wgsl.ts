import type { DType } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import { type Dispatch, workgroupNumber } from './dispatch';
import type { convertingHalves } from './half.wgsl';

/** What an array holds: elements of a dtype, or float32 ones in 16 bits. */
export type StoredType = DType | HalfFormat;

const isHalf = (type: StoredType): type is HalfFormat => type === 'float16' || type === 'bfloat16';

/** In memory a bool is an i32: WGSL has nothing smaller to store. */
function elementType(dtype: StoredType, components: number): string {
  // Two numbers in a word, the first in its lower bits.
  if (isHalf(dtype)) return components === 4 ? 'vec2<u32>' : 'u32';
  const scalar = dtype === 'float32' ? 'f32' : 'i32';
  return components === 1 ? scalar : `vec${components}<${scalar}>`;
}

/** Element types of the operands and of the results. */
export interface ElementTypes {
  readonly inputs: readonly StoredType[];
  readonly outputs: readonly StoredType[];
  /** Where one of them is held in 16 bits. */
  readonly convertingHalves?: typeof convertingHalves;
}

/** What tells a shader from every other one. */
export function shaderKey(dispatch: Dispatch, { inputs, outputs }: ElementTypes): string {
  const { key, components, workgroupSize = 64 } = dispatch;
  const kindOf = (dtype: StoredType, width: number) => {
    const type = elementType(dtype, width);
    return isHalf(dtype) ? `${dtype} ${type}` : type;
  };
  const kinds = inputs.map((dtype, i) => kindOf(dtype, components?.[i] ?? 1));
  const results = outputs.map((dtype, i) => kindOf(dtype, componentsOfResult(dispatch, i)));
  return `${key} | ${kinds.join()} > ${results.join()} | ${workgroupSize}`;
}

export function componentsOfResult({ outputComponents = 1 }: Dispatch, number: number): number {
  return typeof outputComponents === 'number' ? outputComponents : outputComponents[number]!;
}

/** Name of a result's array, by its number. */
export const resultName = (number: number) => (number === 0 ? 'result' : `result${number}`);

/**
 * The whole WGSL module of a dispatch. Bindings of group 0: the results and the operands in their order, then the uniforms where
 * there are any. `code` may use `localIndex`, `workgroupId` and `numWorkgroups` beside them.
 */
export function shaderCode(dispatch: Dispatch, types: ElementTypes): string {
  const { inputs, components, uniforms, code, workgroupSize = 64, atomic = false } = dispatch;
  const names = Object.keys(uniforms);
  const array = (binding: number, access: string, name: string, type: string) =>
    `@group(0) @binding(${binding}) var<storage, ${access}> ${name}: array<${type}>;`;
  const results = types.outputs.map((dtype, i) => {
    const width = componentsOfResult(dispatch, i);
    // Two invocations write one word where each writes an element of it.
    const type = isHalf(dtype) && width === 1 ? 'atomic<u32>' : elementType(dtype, width);
    return array(i, 'read_write', resultName(i), atomic ? 'atomic<i32>' : type);
  });
  const operands = inputs.map((name, i) =>
    array(results.length + i, 'read', name, elementType(types.inputs[i]!, components?.[i] ?? 1)),
  );
  const halves = [
    ...inputs.map((name, i) => ({ name, format: types.inputs[i]!, width: components?.[i] ?? 1, isResult: false })),
    ...types.outputs.map((format, i) => ({
      ...{ name: resultName(i), format, width: componentsOfResult(dispatch, i), isResult: true },
    })),
  ].flatMap(({ format, ...one }) => (isHalf(format) ? [{ ...one, format }] : []));
  const own = typeof code === 'string' ? code : code();
  const body = halves.length > 0 ? types.convertingHalves!(own, halves) : own;
  const arrays = [...results, ...operands];
  const numbers = `
struct Uniforms { ${names.map((name) => `${name}: vec4<i32>`).join(', ')} }
@group(0) @binding(${arrays.length}) var<uniform> uniforms: Uniforms;`;
  return `${arrays.join('\n')}${names.length > 0 ? numbers : ''}
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
${body}
@compute @workgroup_size(${workgroupSize})
fn start(
  @builtin(local_invocation_index) lane: u32,
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
) {
  localIndex = lane;
  workgroupId = group;
  numWorkgroups = groups;
  main(${workgroupNumber} * ${workgroupSize} + i32(lane));
}
`;
}
