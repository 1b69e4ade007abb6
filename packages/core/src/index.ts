export type { Adapter, Capabilities, KnownCapabilities, LoadOptions, MemoryUse, OwnTensors } from './backend/adapter';
export {
  type Backend,
  type CompileOptions,
  createBackend,
  type Program,
  type TensorInput,
  type TensorInputs,
} from './backend/backend';
export { checkNamed } from './backend/check-named';
export { type CodePaths, createCodePaths, type PathRecorder } from './backend/code-paths';
export type { ConformanceDevice, ConformanceDevices, ModuleLoader } from './backend/conformance-entry';
export { DeviceTensor } from './backend/device-tensor';
export {
  createLayer,
  type Layer,
  type LayerExtra,
  type LayerOptions,
  type LayerOutputs,
  type LayerRunOptions,
  layerGraph,
} from './backend/layer';
export { createProgramSet, type ProgramSet, type ProgramSetOptions } from './backend/program-set';
export { makeResident, type Resident } from './backend/resident';
export { checkFields } from './check-fields';
export { forwardFlops, type HeadShape, headFlops, type IsoFlopOptions, isoFlopHeads } from './costs/flops';
export { kvPairs, parameterCount } from './costs/memory';
export { type ModelShape, type SparseKind, tokensPerHead } from './costs/model';
export { MosaError, type MosaErrorCode, show } from './error';
export { type GradientOptions, gradient } from './gradient/gradient';
export { type ForwardCall, type GradientRule, gradientRules } from './gradient/rules';
export { decompose } from './graph/decompose';
export {
  type ElementwiseGroup,
  type ElementwiseOp,
  elementwiseGroups,
  elementwiseOps,
  type GroupLimits,
} from './graph/elementwise';
export {
  type ElementwiseKernels,
  type Executable,
  type KernelRuntime,
  loadKernels,
  type SynchronousExecutable,
} from './graph/execute';
export { type GraphFlops, graphFlops } from './graph/flops';
export {
  type AnyNode,
  type Graph,
  type GraphNode,
  type InputType,
  type PlaceholderNode,
  placeholders,
} from './graph/graph';
export { freedAfter, type GraphMemory, graphMemory, storageRoots } from './graph/liveness';
export { type Named, type Traced, Tracer, trace } from './graph/trace';
export { decomposeAttention } from './heads/attention';
export {
  type AttentionConfig,
  attentionConfig,
  checkConfig,
  type DenseConfig,
  type FixedConfig,
  type HeadsConfig,
  type HybridConfig,
  type LocalConfig,
  type MosaConfig,
  type RotaryPart,
  type RoutingConfig,
  type SingleConfig,
  selectedCount,
  windowOf,
} from './heads/config';
export { type DenseWeights, dense, type MaskOption } from './heads/dense';
export { fixed } from './heads/fixed';
export { attentionLayer, type LayerResult } from './heads/layer';
export { local } from './heads/local';
export { type MosaOptions, type MosaResult, type MosaWeights, mosa } from './heads/mosa';
export { randomSource, randomUniform } from './heads/random';
export { rotaryWidthOf } from './heads/rotary';
export {
  type CentreSums,
  centreSums,
  moveCentres,
  type RoutingWeights,
  routing,
  routingQueries,
  updateCentres,
} from './heads/routing';
export { decomposeSelect } from './heads/select';
export { checkWeights, initWeights, weightShapes } from './heads/weights';
export {
  type FusedOpName,
  fusedOps,
  type Kernel,
  type KernelTable,
  type OpAttributes,
  type OpName,
  type PrimitiveName,
} from './ops/attributes';
export { constantInt, constantScalar, range } from './ops/constants';
export { broadcastShapes } from './ops/infer';
export type { AttentionOptions, TensorOps } from './ops/interface';
export { type Apply, makeOps, type OpsSource } from './ops/make-ops';
export { ownTensor } from './own-tensor';
export { type AccumulatedGraphs, type AccumulateOptions, accumulatedGraphs } from './training/accumulate-graphs';
export type { Layout } from './training/layout';
export { type BatchAxes, type LossResult, lossGraph, type TrainableModel } from './training/model';
export { checkOptimizer, learningRateAt, type OptimizerConfig, stepNumbers } from './training/optimizer';
export {
  evaluationGraph,
  type ModelLayout,
  modelLayout,
  type StepOptions,
  stateNames,
  stepGraph,
} from './training/step-graph';
export {
  createTrainer,
  type StepReport,
  type Trainer,
  type TrainerOptions,
  type TrainingState,
} from './training/trainer';
export * from './types';
