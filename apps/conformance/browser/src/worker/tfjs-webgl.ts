import { createTfjsBackend } from '@mosa-js/tfjs';
import '@tensorflow/tfjs-backend-webgl';
import * as lib from '@tensorflow/tfjs-core';

export async function create() {
  // Small tensors would be computed by tfjs-cpu instead, and nearly all of the suite's are small.
  lib.env().set('WEBGL_CPU_FORWARD', false);
  return createTfjsBackend({ lib, backend: 'webgl' });
}
