import { setAtOnce } from './carry/at-once';
import { divergedStep } from './carry/diverged';
import { overwritten } from './carry/overwritten';
import { disposed, refusedAtCompile, refusedCalls } from './carry/refusals';
import { atOnce, oneAfterAnother, outputsOutlive, placesChanged, sharedByPrograms } from './carry/runs';
import { replacedAndReset, withoutInitial } from './carry/values';
import type { ConformanceCase } from './case';

/** State that programs carry from run to run, on the device. */
export function carryCases(): ConformanceCase[] {
  return [
    { id: 'carry/each-run-takes-what-the-one-before-left', run: oneAfterAnother },
    { id: 'carry/runs-and-reads-at-once-take-turns', run: atOnce },
    { id: 'carry/outputs-outlive-the-state', run: outputsOutlive },
    { id: 'carry/inputs-that-change-places', run: placesChanged },
    { id: 'carry/a-cache-of-several-programs', run: sharedByPrograms },
    { id: 'carry/replaced-and-reset', run: replacedAndReset },
    { id: 'carry/no-values-at-first', run: withoutInitial },
    { id: 'carry/refused-when-compiled', run: refusedAtCompile },
    { id: 'carry/refused-calls-change-nothing', run: refusedCalls },
    { id: 'carry/disposed-behind-its-runs', run: disposed },
    { id: 'carry/in-the-place-of-what-it-replaces', run: overwritten },
    { id: 'carry/caches-set-in-the-same-rows', run: setAtOnce },
    { id: 'carry/a-diverged-step-leaves-all', run: divergedStep },
  ];
}
