import * as vscode from 'vscode';
import type { Chain, Hop } from '../../domain/chain';
import { strengthText } from '../chain-text';
import { recordUri, subjectOf } from '../documents/addresses';
import { DisposableStore } from '../disposables';
import { signalOf } from '../failures';
import { SCHEMES } from '../ids';
import { visible } from '../markdown';
import type { Session } from '../session';
import { timeText } from '../text';
import { inspectMode } from './inspector';
import { subjectInLine } from './subject-at';

/** Files of any kind, for ids stand in all of them; and our own documents, which are about something wherever the cursor is. */
const SELECTOR: vscode.DocumentSelector = ['file', 'untitled', SCHEMES.record, SCHEMES.configuration].map((scheme) => ({ scheme }));
const START = new vscode.Range(0, 0, 0, 0);

/** One end of the step that the tree asks about. */
class Item extends vscode.CallHierarchyItem {
  constructor(
    look: { readonly kind: vscode.SymbolKind; readonly name: string; readonly detail: string },
    place: { readonly uri: vscode.Uri; readonly range: vscode.Range },
    readonly subject: string,
    /** Of its hop in the chain of the subject; -1: the subject itself, where it is no event; as many as there are hops: the root. */
    readonly index: number,
    /** What its record and the one before both carry. */
    readonly shared: readonly string[] = [],
  ) {
    super(look.kind, look.name, look.detail, place.uri, place.range, place.range);
  }
}

/**
 * The cause chain in the editor's own Call Hierarchy: who calls an event is the record that led to it, and so on to the root. Whether an
 * id stands somewhere is told by its form; a question to the engine costs what a person asks for and no more.
 */
export class CauseHierarchy implements vscode.CallHierarchyProvider, vscode.Disposable {
  private readonly parts = new DisposableStore();
  /** Of the subject asked about last: each step of its tree asks for the same. */
  private traced: { readonly subject: string; readonly chain: Promise<Chain | undefined> } | undefined;

  constructor(private readonly session: Session) {
    this.parts.add(vscode.languages.registerCallHierarchyProvider(SELECTOR, this));
    this.parts.add(session.onDidChange(() => (this.traced = undefined)));
  }

  dispose(): void {
    this.parts.dispose();
  }

  prepareCallHierarchy(document: vscode.TextDocument, { line, character }: vscode.Position): vscode.CallHierarchyItem | undefined {
    const own = subjectOf(document.uri);
    if (own === undefined && inspectMode(document) === 'off') return undefined;
    const found = subjectInLine(document.lineAt(line).text, character);
    const subject = found?.subject ?? own;
    if (subject === undefined) return undefined;
    const range = found === undefined ? START : new vscode.Range(line, found.start, line, found.end);
    const look = { kind: vscode.SymbolKind.Object, name: visible(subject), detail: vscode.l10n.t('Cause chain') };
    return new Item(look, { uri: document.uri, range }, subject, -1);
  }

  async provideCallHierarchyIncomingCalls(
    item: vscode.CallHierarchyItem,
    token: vscode.CancellationToken,
  ): Promise<vscode.CallHierarchyIncomingCall[]> {
    const step = await this.step(item, 1, token);
    return step === undefined ? [] : [new vscode.CallHierarchyIncomingCall(step, await rangesOf(step))];
  }

  async provideCallHierarchyOutgoingCalls(
    item: vscode.CallHierarchyItem,
    token: vscode.CancellationToken,
  ): Promise<vscode.CallHierarchyOutgoingCall[]> {
    const step = await this.step(item, -1, token);
    return step === undefined ? [] : [new vscode.CallHierarchyOutgoingCall(step, [START])];
  }

  /** The next one on the way to the root (1), or back to the subject (-1). */
  private async step(item: vscode.CallHierarchyItem, by: 1 | -1, token: vscode.CancellationToken): Promise<Item | undefined> {
    if (!(item instanceof Item)) return undefined;
    const chain = await this.chainOf(item.subject, token);
    if (chain === undefined || token.isCancellationRequested) return undefined;
    const isEvent = chain.hops[0]?.eventId === item.subject;
    const at = item.index === -1 && isEvent ? 0 : item.index; // an event is its own first hop
    return itemAt(chain, at + by);
  }

  private chainOf(subject: string, token: vscode.CancellationToken): Promise<Chain | undefined> {
    if (this.traced?.subject === subject) return this.traced.chain;
    const chain = this.session.engine.trace(subject, { signal: signalOf(token) });
    const traced = { subject, chain };
    this.traced = traced;
    chain.catch(() => {
      if (this.traced === traced) this.traced = undefined;
    });
    return chain;
  }
}

/** Where its record carries what ties it to the one before: what the editor marks beside the tree. */
async function rangesOf({ uri, shared }: Item): Promise<vscode.Range[]> {
  if (shared.length === 0) return [START];
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const ranges = shared.flatMap((token) => {
    const start = text.indexOf(token);
    return start < 0 ? [] : [new vscode.Range(document.positionAt(start), document.positionAt(start + token.length))];
  });
  return ranges.length === 0 ? [START] : ranges;
}

/** `undefined`: beyond either end. */
function itemAt(chain: Chain, index: number): Item | undefined {
  const { hops, subject } = chain;
  const hop = hops[index];
  if (hop !== undefined) {
    const look = { kind: vscode.SymbolKind.Event, name: visible(hop.operation), detail: detailOf(hop, index > 0) };
    return new Item(look, { uri: recordUri(hop.eventId), range: START }, subject, index, hop.shared);
  }
  return index === hops.length ? rootItem(chain) : undefined;
}

function rootItem({ root, hops, subject }: Chain): Item | undefined {
  const eventId = root.eventId ?? hops.at(-1)?.eventId;
  if (eventId === undefined) return undefined;
  const known = (root.kind === 'human' || root.kind === 'service') && root.name !== undefined;
  const name = known
    ? visible(root.name)
    : root.kind === 'before-log'
      ? vscode.l10n.t('Before the log begins')
      : vscode.l10n.t('Unknown from here');
  const detail = known
    ? [
        root.kind === 'human' ? vscode.l10n.t('person') : vscode.l10n.t('service'),
        strengthText(root.strength, undefined, vscode.l10n.t),
      ].join(' · ')
    : '';
  const look = { kind: root.kind === 'human' ? vscode.SymbolKind.Constant : vscode.SymbolKind.Module, name, detail };
  return new Item(look, { uri: recordUri(eventId), range: START }, subject, hops.length);
}

/** `dana.lee · 2026-11-20 18:04 UTC · scored 0.87` */
function detailOf({ principal, time, strength, score }: Hop, isLinked: boolean): string {
  const sure = isLinked ? [strengthText(strength, score, vscode.l10n.t)] : [];
  return [visible(principal), timeText(time), ...sure].join(' · ');
}
