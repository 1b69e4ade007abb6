import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type AgreeResult, agreeFormat } from '../agree/agreement';
import { type CausalityResult, causalityForm, causalityFormat } from '../causality/result';
import { checkIsoflop, flopsFormat, type IsoflopResult, isoflopForms, perplexityFormat } from '../isoflop/result';
import { type MemoryResult, memoryFormat } from '../memory/show';
import { anyNumber, byName, count, type Form, fields, flag, listOf, number, orNull, text } from '../run/form';
import { backendForm, machineForm, type RunRecord, recordFormat, recordWithin } from '../run/record';
import { checkSettings } from '../settings/fields';

/** Any JSON of the lab. */
export type LabResult = RunRecord | IsoflopResult | AgreeResult | MemoryResult | CausalityResult;

/** The difference to a loss that is missing is NaN, which is null in JSON. */
const agree = fields({
  format: text,
  bound: number,
  oracle: text,
  record: recordWithin,
  backends: listOf(
    fields({
      backend: text,
      device: text,
      library: text,
      software: flag,
      loss: listOf(number),
      difference: orNull(number),
      step: count,
      agrees: flag,
    }),
  ),
  unavailable: listOf(fields({ backend: text, reason: text })),
});

const memory = fields(
  {
    format: text,
    settings: checkSettings,
    vocabularySize: count,
    backend: backendForm,
    machine: machineForm,
    versions: byName(text),
    date: text,
    ways: listOf(fields({ way: text, peak: fields({ tensors: count, bytes: count }), loss: number }, { graphBytes: count })),
  },
  { commit: text },
);

const otherForms: Readonly<Record<Exclude<LabResult['format'], IsoflopResult['format']>, Form>> = {
  [recordFormat]: recordWithin,
  [agreeFormat]: within(agree),
  [memoryFormat]: within(memory),
  [causalityFormat]: within(causalityForm),
};

/**
 * Any JSON of the lab, once all of it is what it should be.
 * @throws MosaError `input`, naming the place; `config` for settings that cannot be
 */
export function checkResult(value: unknown, where: string): LabResult {
  const { format } = (value ?? {}) as { readonly format?: unknown };
  if (typeof format === 'string' && Object.hasOwn(isoflopForms, format)) return checkIsoflop(value, where);
  if (typeof format !== 'string' || !Object.hasOwn(otherForms, format)) {
    const known = [recordFormat, flopsFormat, perplexityFormat, agreeFormat, memoryFormat, causalityFormat];
    throw new MosaError('input', where, `a "format" of ${known.join(', ')}`, show(format));
  }
  otherForms[format as keyof typeof otherForms](value, where);
  const result = value as LabResult;
  if (result.format === agreeFormat)
    for (const backend of result.backends as unknown as { difference: number | null }[]) backend.difference ??= Number.NaN;
  return result;
}

function within(form: Form): Form {
  return (value, where) => form(value, `${where}:`);
}
