import { createReferenceBackend } from '@mosa-js/reference';
import { expect, test } from 'vitest';
import { graphCase } from '../src/suite/graph-case';
import { joinedCases } from '../src/suite/joined-cases';
import { special } from '../src/suite/values';

const graphs = (ids: readonly string[], ran: string[]) =>
  ids.map((id) =>
    graphCase(id, { x: special([1]) }, (ops, { x }) => {
      ran.push(id);
      return ops.neg(x!);
    }),
  );

test('every graph is run once, whatever case it came to, and a large one stays a case of its own', async () => {
  const ran: string[] = [];
  const ids = ['op/a:[70001]', ...Array.from({ length: 35 }, (_, i) => `op/a:${i}`), 'op/b:0'];
  const cases = joinedCases(graphs(ids, ran), ({ id }) => `${id.split(':')[0]}:small`);
  expect(cases.map(({ id }) => id)).toEqual([
    ...[1, 2, 3].map((part) => `op/a:small;part=${part}`),
    'op/b:0',
    'op/a:[70001]',
  ]);
  const backend = createReferenceBackend();
  for (const { run } of cases) expect(await run(backend)).toMatchObject({ status: 'pass' });
  expect(ran.sort()).toEqual([...ids].sort());
});
