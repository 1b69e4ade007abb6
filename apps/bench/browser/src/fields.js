import { benchmarks, kinds, optionSpecs, pageBackends } from '../../src/options.js';
import { element } from './element.js';
import { readQuery } from './query.js';

/** The others are below "More options". */
const common = ['kind', 'heads', 'lengths', 'batch', 'sparsity', 'runs', 'rounds'];
const choices = { benchmark: Object.keys(benchmarks), backend: pageBackends };

/** Makes a field for the benchmark and for each option, filled from an address. */
export function makeFields(query) {
  const rare = Object.keys(optionSpecs).filter((name) => !common.includes(name));
  for (const name of ['benchmark', ...common]) element('fields').append(fieldOf(name, query));
  for (const name of rare) element('rare').append(fieldOf(name, query));
  element('more').open = rare.some((name) => query.has(name));
  element('benchmark').addEventListener('change', showDefaults);
  showDefaults();
}

/** What the fields say, as an address says it. */
export function readFields() {
  const query = new URLSearchParams(new FormData(element('form')));
  for (const [name, value] of [...query]) if (value === '') query.delete(name, value);
  return query;
}

function fieldOf(name, query) {
  const field = document.createElement(name === 'kind' ? 'fieldset' : 'label');
  const title = document.createElement(name === 'kind' ? 'legend' : 'b');
  title.textContent = name.replace('-', ' ');
  const help = document.createElement('small');
  help.textContent = helpOf(name);
  field.append(title, ...(name === 'kind' ? boxes(query) : [control(name, query), help]));
  return field;
}

function control(name, query) {
  const value = query.getAll(name).join();
  const made = document.createElement(choices[name] ? 'select' : 'input');
  Object.assign(made, { id: name, name, autocomplete: 'off' });
  if (choices[name]) made.append(...choices[name].map((choice) => new Option(choice, choice)));
  else made.inputMode = optionSpecs[name].value === 'N' ? 'numeric' : 'text';
  if (value !== '' && (choices[name]?.includes(value) ?? true)) made.value = value; // others are refused with a message
  return made;
}

/** Heads that are to be compared, each to be checked. */
function boxes(query) {
  const chosen = query.has('kind') ? query.getAll('kind').join().split(',') : ['mosa', 'dense'];
  return kinds.map((kind) => {
    const label = document.createElement('label');
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'kind', value: kind });
    box.checked = chosen.includes(kind);
    label.append(box, ` ${kind}`);
    return label;
  });
}

function helpOf(name) {
  if (choices[name]) return '';
  return optionSpecs[name].help.replaceAll('--', '').replace(/,? ?default .*|; the default .*/, '');
}

/** Shows in empty fields what is taken for them. */
function showDefaults() {
  const { value: benchmark } = element('benchmark');
  element('benchmark').title = benchmarks[benchmark].times;
  const taken = readQuery(new URLSearchParams({ benchmark }));
  const camel = (name) => name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  for (const input of element('form').querySelectorAll('input[id]')) {
    const value = taken[camel(input.id)];
    input.placeholder = Array.isArray(value) ? value.map(shown).join(',') : `${value}`;
  }
}

const shown = (one) => (typeof one === 'object' ? (one.count ?? `T/${one.share}`) : one);
