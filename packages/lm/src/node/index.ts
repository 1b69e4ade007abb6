export { type CheckpointPaths, checkpointFiles, loadCheckpoint, saveCheckpoint } from './checkpoint-file';
