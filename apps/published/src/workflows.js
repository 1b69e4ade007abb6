import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { repository } from './packages.js';

const home = join(repository, '.github/workflows');

/** Workflow files: name, text and what it says. */
export const workflows = readdirSync(home).map((file) => {
  const text = readFileSync(join(home, file), 'utf8');
  return { file, text, workflow: parse(text) };
});

const schema = JSON.parse(readFileSync(new URL('../schema/github-workflow.json', import.meta.url), 'utf8'));
// Not strict: the schema has words of its editors' own.
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** @returns {string[]} what GitHub would refuse in a workflow */
export function refusals(workflow) {
  if (validate(workflow)) return [];
  return validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** All steps of a workflow, each with the name of its job and the job. */
export const stepsOf = ({ jobs }) =>
  Object.entries(jobs).flatMap(([name, job]) => job.steps.map((step) => ({ name, job, step })));
