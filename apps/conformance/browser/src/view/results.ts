import {
  activateMatrix,
  type BackendReport,
  legend,
  matrixHtml,
  problemList,
  type Report,
  suiteVersion,
  unavailableList,
  verdict,
} from '@mosa-js/conformance/browser';
import { element } from './element';

/** Groups that are open, also after the matrix was drawn again. */
const opened = new Set<string>();

/** Draws the reports so far: the same matrix as in the HTML report. */
export function showResults(backends: readonly BackendReport[], named: readonly string[], done: boolean): Report {
  const report: Report = { suite: suiteVersion, backends };
  element('results').hidden = backends.length === 0;
  const outcome = done ? verdict(report, named) : '';
  element('summary').innerHTML = outcome + problemList(report) + unavailableList(report);
  element('matrix').innerHTML = matrixHtml(report);
  element('legend').innerHTML = backends.length === 0 ? '' : legend();
  activateMatrix(document, opened);
  return report;
}
