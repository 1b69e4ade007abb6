// In a process whose `util` is that of Node 23: tfjs-node is loaded by another program first, without our loader.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import util from 'node:util';
import { createTfjsNodeBackend } from '@mosa-js/tfjs-node-gpu';
import * as tf from '@tensorflow/tfjs-node-gpu';

assert.equal(util.isNullOrUndefined, undefined);
assert.throws(() => tf.add(1, 2), /isNullOrUndefined\) is not a function/);
const before = Object.keys(util);
const kept = tf.tensor([1, 2, 3]);
const backend = await createTfjsNodeBackend({ lib: tf });

assert.deepEqual(Object.keys(util), before, 'util is as it was');
assert.deepEqual(Object.keys(createRequire(import.meta.url)('util')), before);
assert.deepEqual([...tf.add(kept, 1).dataSync()], [2, 3, 4]);
assert.deepEqual([...tf.topk(kept, 2).indices.dataSync()], [2, 1]);
assert.deepEqual([...tf.concat([kept, kept]).dataSync()], [1, 2, 3, 1, 2, 3]);
assert.deepEqual([...tf.sum(kept).dataSync(), ...tf.divNoNan(kept, kept).dataSync()], [6, 1, 1, 1]);
assert.deepEqual(
  [
    ...tf
      .grad((x) => tf.square(x))(kept)
      .dataSync(),
  ],
  [2, 4, 6],
);
assert.throws(() => tf.topk(tf.scalar(1)), /rank/);
await createTfjsNodeBackend({ lib: tf });
await backend.dispose();
assert.deepEqual([...tf.mul(kept, kept).dataSync()], [1, 4, 9], 'a disposed backend leaves tfjs-node as it is');
