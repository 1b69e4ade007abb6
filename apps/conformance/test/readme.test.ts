import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const documentAt = (path: string) => readFileSync(`${here}/../../../${path}`, 'utf8');

it('the README’s example runs as it stands', () => {
  const example = /```js\n([\s\S]*?)```/.exec(documentAt('README.md'))?.[1];
  expect(example).toBeDefined();
  const file = `${here}/readme-example.tmp.mjs`; // beside this app, so that its packages resolve as a user's do
  writeFileSync(file, example!);
  try {
    const output = execFileSync(process.execPath, [file], { encoding: 'utf8' });
    expect(output).toMatch(/\[ 1, 128, 64 \] head 0 picked( \d+){16}\n$/);
  } finally {
    rmSync(file);
  }
});

it('the table of docs/costs.md is what the command prints', () => {
  const output = execFileSync(process.execPath, [`${here}/../src/costs.js`], { encoding: 'utf8' });
  const rows = [
    ...documentAt('docs/costs.md').matchAll(
      /^\| (1,024|4,096|16,384) +\| ([\d.,]+) MFLOP +\| ([\d.,]+) MB +\| ([\d.,]+) MFLOP +\| ([\d.,]+) MB +\|$/gm,
    ),
  ];
  expect(rows).toHaveLength(3);
  for (const [, ...cells] of rows) {
    const [T, mosa, mosaPeak, dense, densePeak] = cells.map((cell) => cell.replaceAll(',', ''));
    expect(output).toContain(`│ ${T!.padEnd(5)} │ '${mosa}'`);
    for (const figure of [mosaPeak, dense, densePeak]) expect(output).toContain(`'${figure}'`);
  }
});
