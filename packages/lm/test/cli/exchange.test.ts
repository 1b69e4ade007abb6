import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSafetensors, writeSafetensors } from '@mosa-js/safetensors';
import { beforeAll, expect, it } from 'vitest';
import { loadCheckpoint } from '../../src/node/index';
import { command, type Files, files, temporaryFolder } from './support';

let given: Files;
beforeAll(async () => {
  given = await files();
});

it.each([{ layout: 'authors' }, { layout: 'mosa-js' }])(
  'goes to PyTorch and back, bit by bit ($layout)',
  async ({ layout }) => {
    const folder = temporaryFolder();
    const [out, back] = [join(folder, 'made/model.safetensors'), join(folder, 'back.safetensors')];
    for (const file of [given.causal, given.expert]) {
      const { code, stdout } = await command('export', file, '--out', out, '--layout', layout, '--force', '--json');
      expect(code).toBe(0);
      const names = [...parseSafetensors(readFileSync(out)).tensors.keys()];
      expect(names).toContain(
        layout === 'authors' ? 'layers.1.attention.mosa_heads.QKV.W' : 'layers.1.attention.parts.0.qkv.weight',
      );
      expect(JSON.parse(stdout)).toMatchObject({ out, layout, tensors: names.length });
      expect((await command('import', out, '--out', back, '--layout', layout, '--force')).code).toBe(0);
      const { best: _, ...before } = await loadCheckpoint(file);
      const { moments: __, ...state } = before.state;
      expect(await loadCheckpoint(back)).toEqual({ ...before, state });
    }
  },
);

it('writes shards, and takes the configuration from a file or from another checkpoint', async () => {
  const folder = temporaryFolder();
  const [out, back, config] = [join(folder, 'shards'), join(folder, 'back.safetensors'), join(folder, 'config.json')];
  const { code } = await command('export', given.expert, '--out', out, '--shard-bytes', '8000', '--dtype', 'fp32');
  expect(code).toBe(0);
  expect(readdirSync(out).length).toBeGreaterThan(3);
  expect((await command('export', given.expert, '--out', out, '--shard-bytes', '8000')).stderr).toMatch(
    /without an index/,
  );
  const before = await loadCheckpoint(given.expert);
  writeFileSync(config, JSON.stringify(before.config));
  const made = await command('import', out, '--out', back, '--config', config, '--json');
  expect(JSON.parse(made.stdout)).toMatchObject({ out: back, layout: 'authors' });
  expect((await loadCheckpoint(back)).state).toMatchObject({ step: 0 });
  expect((await command('import', out, '--out', back)).stderr).toMatch(/a file that is not there yet/);
  expect((await command('import', out, '--out', back, '--force', '--like', given.expert)).code).toBe(0);
  expect((await loadCheckpoint(back)).run).toEqual(before.run);
});

it('says what does not fit, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const [out, back] = [join(folder, 'model.safetensors'), join(folder, 'back.safetensors')];
  await command('export', given.expert, '--out', out, '--dtype', 'bf16');
  const { tensors } = parseSafetensors(readFileSync(out));
  const renamed = [...tensors].map(([name, tensor]) => [name.replace('QKV.W', 'qkv.W'), tensor] as const);
  writeFileSync(out, writeSafetensors(Object.fromEntries(renamed)));
  const failed = await command('import', out, '--out', back, '--like', given.expert);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(
    /no "layers.0.attention.mosa_heads.QKV.W" \(nearest: "layers.0.attention.mosa_heads.qkv.W"\)/,
  );
  expect((await command('import', out, '--out', back)).stderr).toMatch(
    /--config: expected a file with the model's configuration/,
  );
  expect((await command('import', out, '--out', back, '--layout', 'x')).stderr).toMatch(/authors or mosa-js/);
  writeFileSync(out, 'PK\x03\x04');
  expect((await command('import', out, '--out', back)).stderr).toMatch(/got a pickle/);
  expect(existsSync(back)).toBe(false);
  expect((await command('export', given.expert, '--out', back, '--dtype', 'int8')).stderr).toMatch(/fp32, fp16, bf16/);
});

it('writes programs of ONNX, and what there is to know of them', async () => {
  const out = join(temporaryFolder(), 'made/onnx');
  const { code, stdout } = await command('export', given.causal, '--onnx', '--out', out, '--positions', '64', '--json');
  expect(code).toBe(0);
  const files = ['decode.onnx', 'forward.onnx', 'model.json', 'prefill.onnx'];
  expect(readdirSync(out).sort()).toEqual(files);
  expect(JSON.parse(stdout)).toMatchObject({ out, programs: ['forward', 'prefill', 'decode'], positions: 64 });
  expect(JSON.parse(readFileSync(join(out, 'model.json'), 'utf8')).tokenizer.name).toBe('characters');
  const again = await command('export', given.causal, '--onnx', '--out', out);
  expect(again.stderr).toMatch(/not there yet, or empty \(--force replaces files\)/);
  const apart = await command('export', given.causal, '--onnx', '--out', out, '--force', '--external-from', '1000');
  expect(apart.code).toBe(0);
  expect(readdirSync(out)).toContain('decode.onnx.data');
  const expert = await command('export', given.expert, '--onnx', '--out', join(out, 'expert'));
  expect(expert.stdout).toMatch(/forward.onnx, model.json, .*\n.*its heads look ahead/);
  expect((await command('export', given.expert, '--out', 'x', '--opset', '20')).stderr).toMatch(
    /--opset: expected --onnx beside it/,
  );
  expect((await command('export', given.expert, '--onnx', '--out', 'x', '--dtype', 'fp16')).stderr).toMatch(/--dtype/);
  expect((await command('export', given.expert, '--onnx', '--out', join(out, 'old'), '--opset', '7')).stderr).toMatch(
    /from 18 to 23/,
  );
  expect(existsSync(join(out, 'old'))).toBe(false);
});

it('writes a model repository of Triton', async () => {
  const out = join(temporaryFolder(), 'models');
  const words = ['--onnx', '--triton', 'tiny', '--out', out, '--positions', '64', '--external-from', '1000'];
  expect((await command('export', given.causal, ...words)).code).toBe(0);
  expect(readdirSync(out).sort()).toEqual(['model.json', 'tiny_decode', 'tiny_forward', 'tiny_prefill']);
  expect(readdirSync(join(out, 'tiny_decode/1')).sort()).toEqual(['decode.onnx.data', 'model.onnx']);
  const config = readFileSync(join(out, 'tiny_decode/config.pbtxt'), 'utf8');
  expect(config).toMatch(
    /^name: "tiny_decode"\nbackend: "onnxruntime"\nmax_batch_size: 0\ninput \[\n {2}\{ name: "tokens" data_type: TYPE_INT32 dims: \[ -1, 1 \] \},/,
  );
  expect(config).toContain('{ name: "next/position" data_type: TYPE_INT32 dims: [ -1 ] }');
  expect((await command('export', given.causal, ...words, '--force')).code).toBe(0);
});
