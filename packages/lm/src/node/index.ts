export { type CheckpointPaths, checkpointFiles, loadCheckpoint, saveCheckpoint } from './checkpoint-file';
export { encodeTextFile } from './encode-text-file';
