import { createWebgpuBackend, nodeGpu } from '@mosa-js/webgpu';
import * as node from 'webgpu';

/** The backend in Node, for `mosa-conformance --backend`. */
export default () => createWebgpuBackend({ gpu: nodeGpu(node) });
