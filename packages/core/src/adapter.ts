export type {
  Adapter,
  Capabilities,
  CarriedHalves,
  HeldValues,
  KnownCapabilities,
  OwnTensors,
} from './backend/adapter';
export { checkNamed } from './backend/check-named';
export { type CodePaths, createCodePaths, type PathRecorder } from './backend/code-paths';
export type { ConformanceDevice, ConformanceDevices, ExpectedFailure, ModuleLoader } from './backend/conformance-entry';
export { createBackend } from './backend/create-backend';
export { makeResident, type Resident } from './backend/resident';
export { checkFields } from './check-fields';
export { show } from './error';
export { gradientRules } from './gradient/rules';
export { decomposeNodes } from './graph/decompose';
export { decompose } from './graph/decompose-all';
export {
  type ElementwiseGroup,
  type ElementwiseOp,
  elementwiseGroups,
  elementwiseOps,
  type GroupLimits,
  type ProductNode,
} from './graph/elementwise';
export {
  type Executable,
  type KernelRuntime,
  loadKernels,
  type SynchronousExecutable,
} from './graph/execute';
export {
  type ExplainedReader,
  type ExplainedStep,
  type ExplainedValue,
  type ExplainedWrite,
  explainGraph,
} from './graph/explain';
export { type AnyNode, type GraphNode, type PlaceholderNode, placeholders, unfused } from './graph/graph';
export { heldValues } from './graph/held-values';
export { hoistSmall } from './graph/hoist';
export type { Apart, OnApart } from './graph/join-groups';
export { freedAfter } from './graph/liveness';
export { type MemoryPlan, type PlanStep, planMemory } from './graph/plan';
export { isInParts, isOnePerRow, type RowForm } from './graph/row-form';
export { type Step, type StepName, schedule, stepName, stepScope } from './graph/schedule';
export { scheduleGroups } from './graph/schedule-groups';
export { storageRoots } from './graph/storage-roots';
export { Tracer } from './graph/tracer';
export { encodeHalf, fromHalf, toHalf } from './half';
export { rotaryWidthOf } from './heads/rotary';
export {
  type FusedOpName,
  fusedOps,
  type Kernel,
  type KernelTable,
  type OpAttributes,
  type OpName,
  type PrimitiveName,
} from './ops/attributes';
export { type CausalSelectOptions, type CausalState, fate } from './ops/causal-state';
export { isFiniteNumber } from './ops/finite';
export { decompositions } from './ops/fused';
export { decomposeAttention } from './ops/fused/attention';
export { decomposeAttentionGradient } from './ops/fused/attention-gradient';
export { withoutSpill } from './ops/fused/attention-parts';
export { causalOperands } from './ops/fused/causal-select';
export { broadcastShapes } from './ops/infer';
export { type Apply, makeOps, type OpsSource } from './ops/make-ops';
export type { Decomposition, ForwardCall, GradientRule } from './ops/rule';
export { setRowsByGather } from './ops/set-rows';
export { ownTensor } from './own-tensor';
export { type HalfFormat, type StorageFormat, storageFormats } from './storage';
export {
  broadcastStrides,
  bytesOf,
  checkDType,
  checkHostTensor,
  checkShape,
  dtypes,
  sameShape,
  showType,
  stridesOf,
} from './types';
