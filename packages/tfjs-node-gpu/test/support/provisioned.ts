import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const pack = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
const parts = ['lib/napi-v8/tfjs_binding.node', 'deps/lib']; // the second may be a link to a cache that is gone

/** Why the real library cannot be tested here; '' where it can. */
export const lacking = parts.every((part) => existsSync(join(pack, part))) ? '' : 'no libtensorflow: npm run provision';
