import { RESULTS_ACTIONS, type ResultsAction } from '../../protocol/results';
import type { CommandDeps, Handler } from './deps';

type ResultsCommand = `nephoscope.results.${ResultsAction}`;

/** Commands about the results a person is at: their page does them, for it knows which cells are chosen. */
export function resultsCommands({ actInResults }: CommandDeps): Readonly<Record<ResultsCommand, Handler>> {
  const handlers = RESULTS_ACTIONS.map((action) => [`nephoscope.results.${action}`, () => actInResults(action)] as const);
  return Object.fromEntries(handlers) as Readonly<Record<ResultsCommand, Handler>>; // one for each action
}
