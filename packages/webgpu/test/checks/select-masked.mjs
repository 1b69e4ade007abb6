import { create } from '../support/create.mjs';
import { rows as kinds } from '../support/select-rule.mjs';
import { agrees, mask, tensor } from '../support/selecting.mjs';

const backend = await create();

export async function masksBroadcast() {
  const shape = [3, 2, 2, 70];
  for (const kind of ['spread', 'special']) {
    const logits = tensor(shape, kinds[kind]);
    for (const of of [shape, [2, 2, 70], [70], [2, 1, 70], [3, 1, 2, 1], [], [2, 1]]) {
      for (const share of [0.1, 0.9]) await agrees(backend, logits, 23, mask(of, share));
    }
  }
}

export async function decomposedAgrees() {
  // Arithmetic of WGSL may take the smallest numbers for 0, which the kernel, looking at bits, does not.
  const logits = tensor([3, 2, 301], (random) => {
    const value = kinds.special(random);
    return Math.abs(value) < 1e-38 ? 0 : value;
  });
  for (const k of [1, 10, 150, 300]) {
    await agrees(backend, logits, k, mask([2, 301], 0.5), { opByOp: true });
    await agrees(backend, logits, k, mask([2, 301], 0.5));
    await agrees(backend, logits, k, undefined, { opByOp: true });
  }
}

export const finish = () => backend.dispose();
