// A backend that is wrong on purpose: among equal router logits it selects the higher positions.
//   npx mosa-conformance --backend ./apps/conformance/examples/broken.mjs
import { createReferenceBackend, referenceKernels } from '@mosa-js/reference';

/** The reference's selection of each row read backwards, turned round again: right, but for ties. */
function selectIndices([logits, valid], attributes, output) {
  const backwards = (tensor) => {
    const n = tensor.shape.at(-1);
    return { ...tensor, data: tensor.data.map((_, i) => tensor.data[i - (i % n) + (n - 1 - (i % n))]) };
  };
  const inputs = valid ? [backwards(logits), backwards(valid)] : [backwards(logits)];
  const picked = backwards(referenceKernels.selectIndices(inputs, attributes, output));
  return { ...picked, data: picked.data.map((position) => logits.shape.at(-1) - 1 - position) };
}

export default () => createReferenceBackend({ name: 'broken', kernels: { ...referenceKernels, selectIndices } });
