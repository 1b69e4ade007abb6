import { expect, test } from 'vitest';
import { Outcome } from '../src/runner/outcome';

test('a backend that was there cannot become unavailable', () => {
  const outcome = new Outcome({ name: 'x' }, ['a/1', 'a/2']);
  outcome.hear({ type: 'ready', name: 'x', device: 'cpu', library: 'x 1' });
  outcome.hear({ type: 'result', result: { id: 'a/1', status: 'pass' } });
  outcome.hear({ type: 'unavailable', reason: 'none of the suite’s' });
  const { status, cases } = outcome.report('the process ended');
  expect(status).toBe('ran');
  expect(cases.map((result) => `${result.id}: ${result.status}`)).toEqual(['a/1: pass', 'a/2: fail']);
});
