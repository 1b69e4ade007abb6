import type { DType } from '@mosa-js/core';
import { type Dispatch, workgroupNumber } from './dispatch';

/** In memory a bool is an i32: WGSL has nothing smaller to store. */
function elementType(dtype: DType, components: number): string {
  const scalar = dtype === 'float32' ? 'f32' : 'i32';
  return components === 1 ? scalar : `vec${components}<${scalar}>`;
}

/** Element types of the operands and of the result. */
export interface ElementTypes {
  readonly inputs: readonly DType[];
  readonly output: DType;
}

/** What tells a shader from every other one. */
export function shaderKey(dispatch: Dispatch, { inputs, output }: ElementTypes): string {
  const { key, components, outputComponents = 1, workgroupSize = 64 } = dispatch;
  const kinds = inputs.map((dtype, i) => elementType(dtype, components?.[i] ?? 1));
  return `${key} | ${kinds.join()} > ${elementType(output, outputComponents)} | ${workgroupSize}`;
}

/**
 * The whole WGSL module of a dispatch. Bindings of group 0: the result, the operands in their order, then the uniforms where
 * there are any. `code` may use `localIndex`, `workgroupId` and `numWorkgroups` beside them.
 */
export function shaderCode(dispatch: Dispatch, types: ElementTypes): string {
  const { inputs, components, outputComponents = 1, uniforms, code, workgroupSize = 64, atomic = false } = dispatch;
  const names = Object.keys(uniforms);
  const result = atomic ? 'atomic<i32>' : elementType(types.output, outputComponents);
  const arrays = inputs.map((name, i) => {
    const type = elementType(types.inputs[i]!, components?.[i] ?? 1);
    return `@group(0) @binding(${i + 1}) var<storage, read> ${name}: array<${type}>;`;
  });
  const numbers = `
struct Uniforms { ${names.map((name) => `${name}: vec4<i32>`).join(', ')} }
@group(0) @binding(${inputs.length + 1}) var<uniform> uniforms: Uniforms;`;
  return `@group(0) @binding(0) var<storage, read_write> result: array<${result}>;
${arrays.join('\n')}${names.length > 0 ? numbers : ''}
var<private> localIndex: u32;
var<private> workgroupId: vec3<u32>;
var<private> numWorkgroups: vec3<u32>;
${typeof code === 'string' ? code : code()}
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
