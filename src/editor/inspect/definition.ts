import * as vscode from 'vscode';
import { configurationUri } from '../documents/addresses';
import type { Session } from '../session';
import type { Inspector } from './inspector';

const TOP = new vscode.Range(0, 0, 0, 0);

/** Leads from an id to its configuration, and to the Terraform block that made it where a state of the workspace tells. */
export class IdDefinition implements vscode.DefinitionProvider {
  constructor(
    private readonly inspector: Inspector,
    private readonly session: Session,
  ) {}

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.LocationLink[] | undefined> {
    const found = await this.inspector.at(document, position, token);
    if (found === undefined || found.id.kind === 'account') return undefined;
    const [configuration, blocks] = await Promise.all([
      this.configuration(found.about?.token),
      this.inspector.states.blocks(found.id.token),
    ]);
    return [...configuration, ...blocks].map((target) => ({ originSelectionRange: found.range, ...target }));
  }

  /** Of what only failed calls name, or only callers are known by, there is none. */
  private async configuration(resource: string | undefined): Promise<readonly vscode.LocationLink[]> {
    if (resource === undefined || (await this.session.engine.configuration(resource)) === undefined) return [];
    return [{ targetUri: configurationUri(resource), targetRange: TOP }];
  }
}
