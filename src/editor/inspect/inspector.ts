import * as vscode from 'vscode';
import { idAt, type FoundId } from '../../domain/find-ids';
import type { About, StoreStatus } from '../../engine/api';
import { signalOf } from '../failures';
import { SETTINGS } from '../ids';
import type { Session } from '../session';
import type { TerraformStates } from './terraform-states';

/** Which ids speak: none, those that records or states know, or all. */
export type InspectMode = 'off' | 'known' | 'all';

/** What is inspected needs a session that knows whether there is data without starting an engine. */
export type InspectSource = Session & { status(): Promise<StoreStatus> };

/** Something that stands in a text, with what is known of it. */
export interface Inspected {
  readonly id: FoundId;
  readonly range: vscode.Range;
  /** Absent: no record names it. */
  readonly about?: About;
  /** Addresses of the Terraform resources that made it. */
  readonly terraform: readonly string[];
}

/** Kept until the data changes; a person looks at few things. */
const MOST_KEPT = 500;
/** The console has completions and hovers of its own, of values. */
const LEFT_ALONE: readonly string[] = ['debug'];
/** A state is read once; nobody waits longer for it at a hover. */
const PATIENCE_MS = 500;

export function inspectMode(document?: vscode.TextDocument): InspectMode {
  const mode = vscode.workspace.getConfiguration(undefined, document).get<string>(SETTINGS.inspectIds);
  return mode === 'off' || mode === 'all' ? mode : 'known';
}

/** Finds what stands at a place of a document, and asks what is known of it: nothing of an engine that has no data. */
export class Inspector implements vscode.Disposable {
  /** `undefined`: no record names it. */
  private readonly known = new Map<string, About | undefined>();
  private asked: Promise<StoreStatus> | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly session: InspectSource,
    readonly states: TerraformStates,
  ) {
    this.subscription = session.onDidChange(() => {
      this.known.clear();
      this.asked = undefined;
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** `undefined`: nothing stands there of which something is to be said. */
  async at(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<Inspected | undefined> {
    const mode = LEFT_ALONE.includes(document.uri.scheme) ? 'off' : inspectMode(document);
    const id = mode === 'off' ? undefined : idAt(document.lineAt(position.line).text, position.character);
    if (id === undefined) return undefined;
    const [about, terraform] = await Promise.all([this.about(id.token, token), this.states.addresses(id.token, PATIENCE_MS)]);
    if (token.isCancellationRequested || !isToldOf(mode, id, about !== undefined || terraform.length > 0)) return undefined;
    const range = new vscode.Range(position.line, id.start, position.line, id.end);
    return { id, range, terraform, ...(about !== undefined && { about }) };
  }

  /** What the records say of it. `undefined`: nothing, or there are none. */
  async about(id: string, token: vscode.CancellationToken): Promise<About | undefined> {
    if (this.known.has(id) || token.isCancellationRequested || !(await this.mayKnow(id))) return this.known.get(id);
    const inUse = vscode.workspace.getConfiguration().get<readonly string[]>(SETTINGS.regionsInUse) ?? [];
    const request = { token: id, ...(inUse.length > 0 && { regionsInUse: inUse }) };
    const about = await this.session.engine.about(request, { signal: signalOf(token) });
    if (about === undefined || about.alerts !== undefined) {
      if (this.known.size >= MOST_KEPT) this.known.clear();
      this.known.set(id, about);
    }
    return about;
  }

  async hasData(): Promise<boolean> {
    return (await this.status()).events > 0;
  }

  /** Of a number it is known which accounts there are. */
  private async mayKnow(id: string): Promise<boolean> {
    const { events, accounts } = await this.status();
    return events > 0 && (!/^\d{12}$/.test(id) || accounts.includes(id));
  }

  /** Asked once until the data changes. */
  private async status(): Promise<StoreStatus> {
    const asked = (this.asked ??= this.session.status());
    try {
      return await asked;
    } catch (error) {
      if (this.asked === asked) this.asked = undefined;
      throw error;
    }
  }
}

function isToldOf(mode: InspectMode, id: FoundId, known: boolean): boolean {
  return known || (mode === 'all' && id.sure);
}
