import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('works when required, and both entries throw one class of errors', () => {
  const code = `const { toPyTorch } = require('@mosa-js/exchange'); const { readWeights } = require('@mosa-js/exchange/node');
    const { MosaError } = require('@mosa-js/core');
    readWeights('/no/such').catch((error) => console.log(typeof toPyTorch, error instanceof MosaError));`;
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  expect(execFileSync(process.execPath, ['-e', code], { cwd, encoding: 'utf8' })).toBe('function true\n');
});
