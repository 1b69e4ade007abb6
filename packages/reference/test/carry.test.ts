import { type HostData, hostTensor, type TensorType, trace } from '@mosa-js/core';
import { type Adapter, createBackend } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const two = (a: number, b: number) => hostTensor([a, b], [2]);
const type: TensorType = { shape: [2], dtype: 'float32' };
/** Adds x to a and to b, which are carried. */
const adding = trace(
  (ops, { x, a, b }) => ({ 'next/a': ops.add(a!, x!), 'next/b': ops.add(b!, x!), y: ops.sub(a!, b!) }),
  { inputs: { x: type, a: type, b: type } },
);
const carry = { a: 'next/a', b: 'next/b' };

interface Cell {
  readonly data: HostData;
}

/** An adapter of one graph that fails when it is told to, and where anything is freed twice or read afterwards. */
function fallible() {
  const live = new Set<Cell>();
  const failing = { run: false, upload: Number.POSITIVE_INFINITY };
  const keep = (data: HostData): Cell => {
    const cell = { data };
    live.add(cell);
    return cell;
  };
  const dataOf = (cell: Cell) => {
    if (!live.has(cell)) throw new Error('used after it was freed');
    return cell.data;
  };
  const adapter: Adapter<Cell> = {
    name: 'fallible',
    device: 'cpu',
    label: 'fallible 1',
    upload(data) {
      failing.upload -= 1;
      if (failing.upload < 0) throw new Error('out of memory');
      return keep(data.slice());
    },
    read: (cell) => dataOf(cell).slice(),
    free(cell) {
      if (!live.delete(cell)) throw new Error('freed twice');
    },
    load: () => ({
      run({ x, a, b }) {
        const sum = (one: Cell, other: Cell) => dataOf(one).map((value, i) => value + dataOf(other)[i]!) as HostData;
        if (failing.run) throw new Error('the device is lost');
        return { 'next/a': keep(sum(a!, x!)), 'next/b': keep(sum(b!, x!)), y: keep(sum(a!, b!)) };
      },
      dispose: () => undefined,
    }),
    memory: () => ({ tensors: live.size, bytes: 0 }),
  };
  return { backend: createBackend(adapter), failing, count: () => live.size };
}

const start = { a: two(1, 2), b: two(10, 20) };

it('a run that fails on the device leaves the state as it was, and nothing behind', async () => {
  const { backend, failing, count } = fallible();
  const program = await backend.compile(adding, { carry, initial: start });
  (await program.run({ x: two(1, 1) })).y!.dispose();
  expect(count()).toBe(2);
  failing.run = true;
  await expect(program.run({ x: two(5, 5) })).rejects.toThrow('the device is lost');
  failing.run = false;
  expect(count()).toBe(2);
  expect([...(await program.state.read('a')).data]).toEqual([2, 3]);
  (await program.run({ x: two(1, 1) })).y!.dispose();
  expect([...(await program.state.read('b')).data]).toEqual([12, 22]);
  await program.dispose();
  expect(count()).toBe(0);
});

it('where the second of two tensors cannot be uploaded, both stay as they were', async () => {
  const { backend, failing, count } = fallible();
  const program = await backend.compile(adding, { carry, initial: start });
  const onDevice = await backend.upload(two(7, 7));
  failing.upload = 1;
  await expect(program.state.replace({ a: two(3, 3), b: two(4, 4) })).rejects.toThrow('out of memory');
  failing.upload = 0;
  await expect(program.state.replace({ a: onDevice, b: two(4, 4) })).rejects.toThrow('out of memory');
  await expect(program.state.reset()).rejects.toThrow('out of memory');
  failing.upload = Number.POSITIVE_INFINITY;
  expect(count()).toBe(3);
  expect([...(await program.state.read('a')).data]).toEqual([1, 2]);
  expect([...(await onDevice.read()).data]).toEqual([7, 7]);
  await program.dispose();
  onDevice.dispose();
  expect(count()).toBe(0);
});

it('initial values that cannot be uploaded leave nothing behind', async () => {
  const { backend, failing, count } = fallible();
  failing.upload = 1;
  await expect(backend.compile(adding, { carry, initial: start })).rejects.toThrow('out of memory');
  failing.upload = 1;
  await expect(backend.createState({ a: type, b: type }, { initial: start })).rejects.toThrow('out of memory');
  expect(count()).toBe(0);
});

it('disposing the backend waits for runs and takes the state with it', async () => {
  const { backend, count } = fallible();
  const state = await backend.createState({ a: type, b: type }, { initial: start });
  const program = await backend.compile(adding, { carry, state });
  const running = program.run({ x: two(1, 1) });
  await backend.dispose();
  const { y } = await running;
  expect(count()).toBe(0);
  y!.dispose();
  await program.dispose();
  await state.dispose();
  await expect(state.read('a')).rejects.toMatchObject({ code: 'disposed' });
  await expect(state.replace({ a: two(1, 1) })).rejects.toMatchObject({ code: 'disposed' });
  await expect(state.reset()).rejects.toMatchObject({ code: 'disposed' });
});

it('says what was expected of a carry, and what came', async () => {
  const backend = createReferenceBackend();
  const message = (bad: Record<string, string>) =>
    backend.compile(adding, { carry: bad }).then(String, (error: Error) => error.message);
  expect(await message({ c: 'y' })).toBe('carry c: expected an input of the graph: x, a, b, got "c"');
  expect(await message({ a: 'z' })).toBe('carry a: expected an output of the graph: next/a, next/b, y, got "z"');
  expect(await message({ a: 'y', b: 'y' })).toBe(
    'carry b: expected an output for this input alone, got y, which a takes, too',
  );
  const other = await createReferenceBackend().createState({ a: type, b: type });
  const program = backend.compile(adding, { carry, state: other });
  await expect(program).rejects.toMatchObject({ code: 'mixed' });
  const unset = await backend.compile(adding, { carry });
  await expect(unset.run({ x: two(0, 0) })).rejects.toThrow(
    'state a: expected a value, by `initial` or `replace`, got none yet',
  );
});
