import { contradictions, mosaHeads } from '../settings/check';
import { type ChoiceField, fields, type NumberField, names, readValue } from '../settings/fields';
import type { Settings } from '../settings/settings';
import { byId, element } from './dom';

export interface SettingsForm {
  /** What the form says now; without what is wrong, which is shown beside. */
  settings(): Settings;
  isRight(): boolean;
  show(settings: Settings, wrong?: readonly string[]): void;
}

/** @param onChange called when a setting was changed to something that is right */
export function createForm(initial: Settings, onChange: (settings: Settings) => void): SettingsForm {
  const host = byId('fields');
  let settings = initial;
  const problems = new Map<string, string>();
  const inputs = new Map<keyof Settings, HTMLInputElement | HTMLSelectElement>();
  const outputs = new Map<string, HTMLOutputElement>();

  for (const name of names) {
    const field: NumberField | ChoiceField = fields[name];
    const input = inputOf(name, field);
    const output = element('output', { for: `set-${name}` });
    const hint = element('p', { class: 'hint', id: `hint-${name}` }, field.hint);
    const head = element('div', { class: 'head' }, element('label', { for: `set-${name}` }, field.label), output);
    host.append(element('div', { class: 'field' }, head, input, hint));
    inputs.set(name, input);
    outputs.set(name, output);
    input.addEventListener('input', () => take(name, input.value));
    if (name === 'k') host.append(shareField());
  }

  /** ρ = T / k says the same as k, so each moves the other. */
  function shareField(): HTMLElement {
    const input = element('input', {
      id: 'set-rho',
      type: 'range',
      min: 1,
      max: 32,
      step: 1,
      'aria-describedby': 'hint-rho',
    });
    const output = element('output', { for: 'set-rho' });
    outputs.set('rho', output);
    const hint = element(
      'p',
      { class: 'hint', id: 'hint-rho' },
      'Length divided by k: the head takes one token of so many.',
    );
    const head = element('div', { class: 'head' }, element('label', { for: 'set-rho' }, 'Sparsity (ρ)'), output);
    input.addEventListener('input', () =>
      take('k', String(Math.max(2, Math.floor(settings.length / Number(input.value))))),
    );
    return element('div', { class: 'field' }, head, input, hint);
  }

  function take(name: keyof Settings, text: string): void {
    const found = readValue(name, text);
    if ('wrong' in found) problems.set(name, found.wrong);
    else {
      problems.delete(name);
      settings = { ...settings, [name]: found.value };
    }
    draw(name);
    if (isRight()) onChange(settings);
  }

  const isRight = () => problems.size === 0 && contradictions(settings).length === 0;

  function draw(typed?: keyof Settings, more: readonly string[] = []): void {
    for (const [name, input] of inputs) {
      const field: NumberField | ChoiceField = fields[name];
      if (name !== typed) input.value = String(settings[name]);
      input.setAttribute('aria-invalid', String(problems.has(name)));
      const isZero = field.kind !== 'choice' && field.zero !== undefined && settings[name] === 0;
      outputs.get(name)!.value =
        field.kind === 'range' ? (isZero ? zeroText(name, field) : String(settings[name])) : '';
    }
    const rho = settings.length / settings.k;
    byId<HTMLInputElement>('set-rho').value = String(Math.round(rho));
    outputs.get('rho')!.value = rho.toFixed(rho < 10 ? 1 : 0);
    const wrong = [...more, ...problems.values(), ...contradictions(settings)];
    byId('wrong').replaceChildren(...wrong.map((words) => element('li', {}, words)));
  }

  function zeroText(name: keyof Settings, { zero }: NumberField): string {
    if (name === 'capacity') return `${settings.k} (${zero})`;
    return contradictions(settings).length === 0 ? `${mosaHeads(settings)} (${zero})` : (zero ?? '');
  }

  draw();
  return {
    settings: () => settings,
    isRight,
    show(next, wrong = []) {
      settings = next;
      problems.clear();
      draw(undefined, wrong);
    },
  };
}

function inputOf(name: keyof Settings, field: NumberField | ChoiceField): HTMLInputElement | HTMLSelectElement {
  const common = { id: `set-${name}`, name, 'aria-describedby': `hint-${name}` };
  if (field.kind === 'choice') {
    const options = Object.entries(field.choices).map(([value, text]) => element('option', { value }, text));
    return element('select', common, ...options);
  }
  const { kind, least, most, step } = field;
  return element('input', { ...common, type: kind, min: least, max: most, step });
}
