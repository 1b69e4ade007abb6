import { createTfjsBackend } from '@mosa-js/tfjs';
import '@tensorflow/tfjs-backend-cpu';
import * as lib from '@tensorflow/tfjs-core';

export const create = () => createTfjsBackend({ lib, backend: 'cpu' });
