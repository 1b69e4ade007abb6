import { fail, openJson, openOutput, print, runProgram, say, standardError } from '@mosa-js/command';
import { toTable } from '../table.js';
import { readOptions, usage } from './command-line.js';
import { hostBackends } from './host-backends.js';
import { addPeer } from './peer.js';

await runProgram(async (commandLine) => {
  try {
    const isHelp = commandLine[0] === 'help';
    const options = isHelp ? { help: true } : readOptions(commandLine);
    if (options.help) return print(usage);
    await run(options);
    return 0;
  } catch (error) {
    return fail('bench', error);
  }
});

async function run(options) {
  const { json, page } = options;
  // Bad paths cost no minutes.
  const output = json === undefined ? undefined : await openJson(json);
  const pageOutput = page === undefined ? undefined : await openOutput(page, `--page ${page}`);
  // Not before: they load the libraries.
  const { unchecked } = options;
  if (options.explain) {
    const [{ explain }, { toText }] = await Promise.all([import('../explain.js'), import('../explain-text.js')]);
    const { gpuInNode } = await import('./gpu.js');
    const explained = await explain(options, { gpu: gpuInNode(unchecked) }, say);
    if (json !== '-') print(`${toText(explained)}\n`);
    return output?.write(`${JSON.stringify(explained, null, 2)}\n`);
  }
  const { makeReport } = await import('../report.js');
  const measured = await makeReport(options, await deviceOf(options), say);
  const report = options.peer === undefined ? measured : await addPeer(measured, options, say);
  const table = `${toTable(report)}\n`;
  if (json === '-') standardError.write(table);
  else print(table);
  await output?.write(`${JSON.stringify(report, null, 2)}\n`);
  if (pageOutput === undefined) return;
  const { toPage } = await import('../page.js');
  await pageOutput.write(toPage(report));
}

/** What `makeReport` runs on. */
async function deviceOf({ backend, unchecked }) {
  if (Object.hasOwn(hostBackends, backend)) return { open: (await import('./host-session.js')).openHostSession };
  if (backend === 'onnxruntime-node-webgpu')
    return { open: (await import('./onnx-webgpu-session.js')).openOnnxWebgpuSession };
  const { gpuInNode } = await import('./gpu.js');
  return { gpu: gpuInNode(unchecked), unchecked };
}
