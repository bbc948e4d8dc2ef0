import * as vscode from 'vscode';
import type { RegionProposal } from '../../engine/api';
import { regionLabel } from '../../domain/regions';
import { COMMANDS, SETTINGS } from '../ids';
import { withoutIcons } from '../markdown';
import { numberText } from '../text';
import { urisOf } from './arguments';
import type { CommandDeps, Handler } from './deps';

/** Commands about the data and the settings. */
export function dataCommands(deps: CommandDeps) {
  const { loading, session, log } = deps;
  return {
    [COMMANDS.openSample]: () => loading.openSample(),
    [COMMANDS.closeSample]: () => session.closeSample(),
    [COMMANDS.openLogs]: () => loading.openLogs(),
    [COMMANDS.loadUris]: async (clicked, selected) => {
      const uris = urisOf(clicked, selected);
      await (uris.length > 0 ? loading.load(uris) : loading.openLogs());
    },
    [COMMANDS.refresh]: () => session.refresh(),
    [COMMANDS.showRegionsInUse]: async () => {
      if (await hasData(deps)) await chooseRegions(await session.engine.regionsInUse());
    },
    [COMMANDS.openSettings]: () => vscode.commands.executeCommand('workbench.action.openSettings', 'nephoscope'),
    [COMMANDS.showLog]: () => log.show(),
  } satisfies Record<string, Handler>;
}

/** Whether there is something to ask about; where not, says so and offers the ways to data. */
export async function hasData({ session, loading }: Pick<CommandDeps, 'session' | 'loading'>): Promise<boolean> {
  const { events } = await session.status();
  if (events > 0) return true;
  const sample = vscode.l10n.t('Open the Sample Investigation');
  const logs = vscode.l10n.t('Open Log Files…');
  const choice = await vscode.window.showInformationMessage(vscode.l10n.t('Nephoscope has no events to look at yet.'), sample, logs);
  if (choice === sample) await loading.openSample();
  if (choice === logs) await loading.openLogs();
  return choice === sample;
}

/** Lets a person confirm or correct which regions are in use, and keeps it in the settings. */
async function chooseRegions(proposals: readonly RegionProposal[]): Promise<void> {
  const settings = vscode.workspace.getConfiguration();
  const declared = settings.get<readonly string[]>(SETTINGS.regionsInUse) ?? [];
  const codes = [...proposals.map(({ region }) => region), ...declared.filter((code) => !proposals.some(({ region }) => region === code))];
  const items = codes.map((code) => {
    const proposal = proposals.find(({ region }) => region === code);
    return {
      label: withoutIcons(regionLabel(code)),
      description: proposal === undefined ? vscode.l10n.t('no events') : evidence(proposal),
      picked: declared.length > 0 ? declared.includes(code) : proposal?.inUse === true,
      code,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: vscode.l10n.t('Regions in Use'),
    placeHolder: vscode.l10n.t('What happens in any other region is marked as unused but inhabited'),
  });
  if (chosen === undefined) return;
  const target = vscode.workspace.workspaceFolders === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await settings.update(
    SETTINGS.regionsInUse,
    chosen.map(({ code }) => code),
    target,
  );
}

function evidence({ writes, principals, days }: RegionProposal): string {
  return vscode.l10n.t('writes: {0} · principals: {1} · days: {2}', numberText(writes), numberText(principals), numberText(days));
}
