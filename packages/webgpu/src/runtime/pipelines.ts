import { MosaError } from '@mosa-js/core';
import type { Dispatch } from './dispatch';
import type { Recorded, Value } from './lowering';
import { type ElementTypes, type StoredType, shaderCode, shaderKey } from './wgsl';

/** A compiled shader and the layout of what it is bound to. */
export interface Pipeline {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** What the arrays of values hold. */
export interface ArraysOf extends Pick<ElementTypes, 'convertingHalves'> {
  storedAs(value: Value): StoredType;
}

/** The compiled shaders of a device, each made once. */
export interface Pipelines {
  /**
   * Those of these dispatches, in their order. New ones compile side by side.
   * @param arrays what the arrays of values hold
   * @throws MosaError `backend`, naming the shader that does not compile
   */
  all(wanted: readonly Pick<Recorded, 'dispatch' | 'reads' | 'writes'>[], arrays: ArraysOf): Promise<Pipeline[]>;
}

/**
 * @param isSoftware whether the CPU does the device's work: compiling side by side then takes it twice the time, most of it spent
 *   on asking whether it is done
 */
export function createPipelines(device: GPUDevice, where: string, isSoftware: boolean): Pipelines {
  const known = new Map<string, Promise<Pipeline>>();
  const layouts = new Map<string, GPUBindGroupLayout>();

  /** Bindings: results, operands, and uniforms. */
  function layoutOf({ inputs, uniforms }: Dispatch, results: number): GPUBindGroupLayout {
    const hasUniforms = Object.keys(uniforms).length > 0;
    const key = `${results} ${inputs.length} ${hasUniforms}`;
    let layout = layouts.get(key);
    if (!layout) {
      const types: GPUBufferBindingType[] = [
        ...Array.from({ length: results }, () => 'storage' as const),
        ...inputs.map(() => 'read-only-storage' as const),
        ...(hasUniforms ? ['uniform' as const] : []),
      ];
      const entries = types.map((type, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type } }));
      layout = device.createBindGroupLayout({ entries });
      layouts.set(key, layout);
    }
    return layout;
  }

  async function compile(descriptor: GPUComputePipelineDescriptor): Promise<GPUComputePipeline> {
    if (!isSoftware) return device.createComputePipelineAsync(descriptor);
    device.pushErrorScope('validation');
    const pipeline = device.createComputePipeline(descriptor);
    const error = await device.popErrorScope();
    if (error) throw new Error(error.message);
    return pipeline;
  }

  async function make(dispatch: Dispatch, types: ElementTypes): Promise<Pipeline> {
    const layout = layoutOf(dispatch, types.outputs.length);
    const label = dispatch.key.trim().split('\n', 1)[0]!;
    try {
      const module = device.createShaderModule({ code: shaderCode(dispatch, types), label });
      const pipeline = await compile({
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: 'start' },
        label,
      });
      return { pipeline, layout };
    } catch (cause) {
      const actual = cause instanceof Error ? cause.message : String(cause);
      throw new MosaError('backend', `${where} shader ${label}`, 'a shader that compiles', actual, { cause });
    }
  }

  return {
    all: (wanted, { storedAs, convertingHalves }) =>
      Promise.all(
        wanted.map(({ dispatch, reads, writes }) => {
          const types = { inputs: reads.map(storedAs), outputs: writes.map(storedAs), convertingHalves };
          const key = shaderKey(dispatch, types);
          let pipeline = known.get(key);
          if (!pipeline) {
            pipeline = make(dispatch, types);
            known.set(key, pipeline);
            pipeline.catch(() => known.delete(key)); // asked again, it is tried again
          }
          return pipeline;
        }),
      ),
  };
}
