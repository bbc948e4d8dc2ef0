import * as vscode from 'vscode';
import type { AlertRequest } from '../engine/api';
import { alertWindow } from './alert-window';
import type { FilterState } from './filter';
import { SETTINGS } from './ids';

/** What the engine is asked for under a filter: every list of alerts (trees, dashboard) asks the same question. `now`: `session.now()`. */
export function alertRequest(filter: FilterState, now: number): AlertRequest {
  const { severities, types, account, region, story } = filter;
  const inUse = vscode.workspace.getConfiguration().get<readonly string[]>(SETTINGS.regionsInUse) ?? [];
  return {
    window: alertWindow(filter, now),
    ...(severities.length > 0 && { severities }),
    ...(types.length > 0 && { types }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(story !== undefined && { story: story.id }),
    ...(inUse.length > 0 && { regionsInUse: inUse }), // none declared: the engine goes by what the data shows
  };
}
