export { type Checkpoint, type CheckpointIdentity, checkSame, type RunSettings } from './checkpoint/checkpoint';
export { configOfBefore } from './checkpoint/config-of-before';
export { decodeCheckpoint, encodeCheckpoint } from './checkpoint/encode';
export {
  attentionOf,
  checkLanguageModelConfig,
  type LanguageModelConfig,
  layerScopes,
} from './config';
export { createLanguageModel, type LanguageModel, type ModelOptions } from './create-language-model';
export { type Batch, batchOf, sampleBatch } from './data/batch';
export { checkTokens } from './data/check-tokens';
export { encodeText, type TokenData } from './data/token-data';
export { evaluationWindows, type Window } from './data/windows';
export {
  type CalibratedHead,
  type Calibration,
  type CalibrationOptions,
  calibrateThresholds,
} from './decoding/calibrate';
export { type Causality, type CausalityOptions, checkCausal } from './decoding/check-causal';
export { createDecoder } from './decoding/create-decoder';
export type { DecodableState, Decoder, DecoderOptions, DecoderSnapshot, Drawn, DrawRequest } from './decoding/decoder';
export { evaluateDecoder } from './decoding/evaluate-decoder';
export { type GeneratedToken, type GenerateOptions, generate, type LogitsProcessor } from './decoding/generate';
export type { SamplingOptions } from './decoding/sample';
export type { HeadStats } from './decoding/stats';
export { type InitOptions, initModel, type ModelState } from './init';
export {
  type BatchSize,
  type LanguageModelOptions,
  languageModel,
  languageModelGraph,
  weightTypes,
} from './language-model';
export { type Evaluation, metrics } from './metrics';
export { type CrossEntropy, crossEntropy } from './model/cross-entropy';
export { type DropoutKeys, dropout } from './model/dropout';
export { dropoutKeys } from './model/dropout-keys';
export { type ForwardOptions, type ForwardResult, forward, type GroupResult } from './model/forward';
export type { MovedThresholds } from './model/thresholds';
export { type LanguageModelParts, modelParts } from './model-parts';
export {
  exportLanguageModel,
  type OnnxModel,
  type OnnxModelOptions,
  type ProgramName,
} from './onnx/export-language-model';
export type { OnnxExporter, OnnxFile } from './onnx/exporter';
export type { OnnxManifest, OnnxStatePart } from './onnx/manifest';
export { tritonRepository } from './onnx/triton';
export { bufferShapes, parameterCount, parameterShapes } from './parameters';
export { type ByteTokenizer, byteTokenizer } from './tokenizers/bytes';
export { characterTokenizer } from './tokenizers/characters';
export { type TokenizerSources, tokenizerFromJSON } from './tokenizers/from-json';
export { fromHuggingFace, type HuggingFaceTokenizer } from './tokenizers/hugging-face';
export type { Tokenizer, TokenizerJSON } from './tokenizers/tokenizer';
export { type EvaluationOptions, evaluateLosses, type RunLosses } from './training/evaluate';
export type {
  CurvePoint,
  SaveCheckpoint,
  StepEvaluation,
  TrainEvent,
  TrainOptions,
  TrainResult,
} from './training/options';
export type { LayerSelection, StepSelection } from './training/selection-report';
export { type StepInputOptions, stepInputs } from './training/step-inputs';
export type { ThresholdRule } from './training/threshold-rule';
export { train } from './training/train';
export { createTrainingRun, type TrainingRun, type TrainingRunOptions } from './training/training-run';
export { UnsavedError } from './training/unsaved-error';
