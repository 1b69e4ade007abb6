export type { MemoryUse } from './backend/adapter';
export type { Backend, CompileOptions, Program, TensorInput, TensorInputs } from './backend/backend';
export { DeviceTensor } from './backend/device-tensor';
export {
  createLayer,
  type Layer,
  type LayerExtra,
  type LayerOptions,
  type LayerOutputs,
  type LayerRunOptions,
} from './backend/layer';
export { layerGraph } from './backend/layer-graph';
export { createProgramSet, type ProgramSet, type ProgramSetOptions } from './backend/program-set';
export type { ProgramState, StateOptions } from './backend/program-state';
export { forwardFlops, type HeadShape, headFlops, type IsoFlopOptions, isoFlopHeads } from './costs/flops';
export { kvPairs, paperParameterCount } from './costs/memory';
export { type ModelShape, type SparseKind, tokensPerHead } from './costs/model';
export { MosaError, type MosaErrorCode } from './error';
export type { ProfilePart } from './graph/execute';
export { type GraphFlops, graphFlops } from './graph/flops';
export type { Graph, InputType } from './graph/graph';
export { type GraphMemory, graphMemory } from './graph/liveness';
export { trace } from './graph/trace';
export { traceShared } from './graph/trace-shared';
export type { Named, Traced } from './graph/tracer';
export type { Attend, HeadOptions } from './heads/attend';
export { attendDropping, type DropProbabilities } from './heads/attend-dropping';
export { attentionLayer } from './heads/attention-layer';
export type { CausalChoice } from './heads/causal-config';
export { attentionConfig, checkConfig } from './heads/check-config';
export { mosa } from './heads/choose';
export {
  type AttentionConfig,
  type CausalSelection,
  type DenseConfig,
  type FixedConfig,
  type HeadsConfig,
  type LocalConfig,
  type MosaConfig,
  type RotaryPart,
  type RoutingConfig,
  type SingleConfig,
  type SumConfig,
  selectedCount,
  windowOf,
} from './heads/config';
export { type DenseWeights, dense } from './heads/dense';
export { fixed } from './heads/fixed';
export { type HeadGroup, headGroups } from './heads/groups';
export type { ChoiceName, LayerResult } from './heads/layer';
export { local } from './heads/local';
export type { MosaOptions, MosaResult, MosaWeights } from './heads/mosa';
export { probabilityShape } from './heads/probability-shape';
export { type RoutingWeights, routing } from './heads/routing';
export { type CacheSize, cacheTypes, emptyCache } from './heads/step/cache';
export { attentionStep, type StepCounts, type StepPlace, type StepResult } from './heads/step/step';
export { checkWeights, initWeights, weightShapes } from './heads/weights';
export type { CausalSelectOptions, CausalState, SlotLimit } from './ops/causal-state';
export { constantInt, constantScalar, range } from './ops/constants';
export { type DrawOptions, samplingTensor } from './ops/fused/draw-token';
export type { AttentionOptions, RotaryOptions, TensorOps } from './ops/interface';
export type { StorageFormat, UploadOptions } from './storage';
export { type DType, type HostData, type HostTensor, hostTensor, type Shape, sizeOf, type TensorType } from './types';
