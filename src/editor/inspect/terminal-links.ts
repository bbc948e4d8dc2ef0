import * as vscode from 'vscode';
import { idsIn } from '../../domain/find-ids';
import { COMMANDS } from '../ids';
import { inspectMode, type Inspector } from './inspector';

/** A link that knows what it leads to. */
export class IdLink extends vscode.TerminalLink {
  constructor(
    readonly id: string,
    start: number,
    length: number,
  ) {
    super(start, length, vscode.l10n.t('Open resource configuration'));
  }
}

/** Lines of a terminal may be megabytes; people click near their beginnings. */
const LONGEST_LINE = 4096;
/** More in one line is a table that is looked through elsewhere. */
const MOST_LINKS = 50;

/** Ids and ARNs in terminals lead to their configurations. */
export class IdTerminalLinks implements vscode.TerminalLinkProvider<IdLink> {
  constructor(private readonly inspector: Inspector) {}

  async provideTerminalLinks({ line }: Pick<vscode.TerminalLinkContext, 'line'>, token: vscode.CancellationToken): Promise<IdLink[]> {
    const mode = inspectMode();
    if (mode === 'off' || !(await this.inspector.hasData())) return []; // nothing has a configuration
    let end = 0;
    const found = idsIn(line.slice(0, LONGEST_LINE)).filter((id) => {
      if ((id.kind !== 'arn' && id.kind !== 'id') || id.start < end) return false; // within an ARN that is a link already
      end = id.end;
      return true;
    });
    const links = await Promise.all(
      found.slice(0, MOST_LINKS).map(async ({ token: id, start, end: stop }): Promise<IdLink | undefined> => {
        const about = await this.inspector.about(id, token);
        if (about === undefined && mode === 'known') return undefined;
        return new IdLink(about?.token ?? id, start, stop - start);
      }),
    );
    return token.isCancellationRequested ? [] : links.filter((link) => link !== undefined);
  }

  async handleTerminalLink({ id }: IdLink): Promise<void> {
    await vscode.commands.executeCommand(COMMANDS.openConfiguration, id);
  }
}
