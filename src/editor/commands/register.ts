import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import { tellFailure } from '../failures';
import type { CommandId } from '../ids';
import { dataCommands } from './data';
import type { CommandDeps, Handler } from './deps';
import { documentCommands } from './documents';
import { filterCommands } from './filters';
import { historyCommands } from './history';
import { liveCommands } from './live';
import { liveRowCommands } from './live-rows';
import { policyCommands } from './policies';
import { resultsCommands } from './results';
import { savedCommands } from './saved';
import { searchCommands } from './search';
import { investigationCommands } from './searches';
import { storeCommands } from './store';
import { traceCommands } from './trace';
import { trailCommands } from './trails';
import { versionCommands } from './versions';
import { watchingCommands } from './watching';

/** It changes the text of a query, and is registered with the language. */
type LanguageCommand = 'nephoscope.changeQueryTime';

/** Registers every command of the product but the language's own one. Whatever one throws is told to the person who called it. */
export function registerCommands(deps: CommandDeps): DisposableStore {
  const handlers: Readonly<Record<Exclude<CommandId, LanguageCommand>, Handler>> = {
    ...dataCommands(deps),
    ...filterCommands(deps),
    ...documentCommands(deps),
    ...searchCommands(deps),
    ...investigationCommands(deps),
    ...savedCommands(deps),
    ...historyCommands(deps),
    ...liveCommands(deps),
    ...liveRowCommands(deps),
    ...policyCommands(),
    ...resultsCommands(deps),
    ...storeCommands(deps),
    ...traceCommands(deps),
    ...trailCommands(deps),
    ...versionCommands(deps),
    ...watchingCommands(deps),
  };
  const parts = new DisposableStore();
  for (const [id, handler] of Object.entries(handlers)) {
    parts.add(
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await handler(...args);
        } catch (error) {
          tellFailure(deps.log, error);
        }
      }),
    );
  }
  return parts;
}
