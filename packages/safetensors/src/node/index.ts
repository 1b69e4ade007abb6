export { openSafetensorsFile } from './file-source';
export { checkWritable, type StreamedTensor, writeSafetensorsFile } from './write-file';
