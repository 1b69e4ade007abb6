import { createRequire } from 'node:module';
import { nodePackages } from '../../src/provision/node-package';
import { stateOf } from '../../src/provision/state';

/** Why the real library cannot be tested here; '' where it can. */
export const lacking = (() => {
  const [pack] = nodePackages([], createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const { kind } = stateOf(pack!);
  return kind === 'provisioned' || kind === 'foreign' ? '' : 'no libtensorflow: npm run provision';
})();
