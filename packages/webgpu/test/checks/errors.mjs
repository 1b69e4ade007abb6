import assert from 'node:assert/strict';
import { trace } from '@mosa-js/core';
import { create, live } from '../support/create.mjs';
import { evaluate } from '../support/evaluate.mjs';

const x = { shape: [4], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4) };
const double = (ops, { x }) => ({ y: ops.add(x, x) });
const backend = await create({ name: 'under test' });
const works = async () => assert.deepEqual([...(await evaluate(backend, { x }, double)).y.data], [2, 4, 6, 8]);

const brokenShader = (device) =>
  device.createComputePipeline({
    layout: 'auto',
    compute: { module: device.createShaderModule({ code: '@compute @workgroup_size(1) fn main() { let a = ; }' }) },
  });

export async function anErrorOutsideRejectsTheNextRunOnce() {
  const before = live(backend);
  brokenShader(backend.gpuDevice);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await assert.rejects(evaluate(backend, { x }, double), { name: 'MosaError', code: 'backend' });
  await works();
  assert.deepEqual(live(backend), before);
}

export async function anErrorOfARunRejectsItAndFreesItsOutputs() {
  const program = await backend.compile(trace(double, { inputs: { x: { shape: [4], dtype: 'float32' } } }));
  const before = live(backend);
  const device = backend.gpuDevice;
  const own = device.createBindGroup;
  device.createBindGroup = function (descriptor) {
    return own.call(this, { ...descriptor, entries: descriptor.entries.slice(1) });
  };
  await assert.rejects(program.run({ x }), (error) => {
    assert.match(error.message, /under test run: expected the GPU to take the work, got .*inding/);
    return error.code === 'backend';
  });
  delete device.createBindGroup;
  assert.deepEqual(live(backend), before);
  await program.dispose();
  await works();
}

export async function aShaderThatDoesNotCompileIsNamed() {
  const device = backend.gpuDevice;
  const own = device.createShaderModule;
  device.createShaderModule = function (descriptor) {
    return own.call(this, { ...descriptor, code: descriptor.code.replace('fn main', 'fn mine') });
  };
  const compile = () => backend.compile(trace((ops, { x }) => ({ y: ops.softmax(x) }), { inputs: { x } }));
  await assert.rejects(compile(), (error) => {
    assert.match(error.message, /under test (load|shader softmax short).*expected .*, got .*main/s);
    return error.code === 'backend';
  });
  delete device.createShaderModule;
  await (await compile()).dispose();
  await works();
}

export async function aTensorThatFitsNoBufferIsRefusedBeforeDeviceWork() {
  const largest = Math.min(backend.limits.maxStorageBufferBindingSize, backend.limits.maxBufferSize);
  const rows = Math.floor(largest / 4096) + 1;
  const type = { shape: [rows, 1], dtype: 'float32' };
  const graph = trace((ops, { a }) => ({ y: ops.max(ops.broadcastTo(a, [rows, 1024]), [1]) }), { inputs: { a: type } });
  await assert.rejects(backend.compile(graph), (error) => {
    assert.ok(
      error.message.includes(`${largest} bytes`) && error.message.includes(`${rows * 4096} bytes`),
      error.message,
    );
    return error.code === 'unsupported';
  });
  await works();
}

export async function aSoftwareAdapterSaysSo() {
  const { isFallbackAdapter, architecture } = backend.adapterInfo;
  if (isFallbackAdapter || architecture === 'swiftshader') assert.match(backend.device, /\(software\)$/);
  else assert.doesNotMatch(backend.device, /software/);
}

export async function noAdapter() {
  const none = { requestAdapter: async () => null };
  await assert.rejects(create({ gpu: none }), { code: 'unavailable', actual: 'none' });
}

export const finish = () => backend.dispose();
