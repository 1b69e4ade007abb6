import { createWebgpuBackend } from '@mosa-js/webgpu';

export const create = () => createWebgpuBackend();
