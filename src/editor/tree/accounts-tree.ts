import * as vscode from 'vscode';
import { severityRank } from '../../domain/severity';
import { EngineError, type AlertRequest, type LiveState } from '../../engine/api';
import { alertRequest } from '../alert-request';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import { visible } from '../markdown';
import { numberText } from '../text';
import type { Session } from '../session';
import { accountRows, regionRows } from './account-rows';
import { alertNode, sliced } from './alert-groups';
import { emptyHint } from './hints';
import { unseenKinds } from './live-kinds';
import { LiveRows } from './live-rows';
import type { KindNode } from './live-nodes';
import type { AccountNode, AccountsNode, HintNode, RegionNode, SectionNode } from './nodes';
import { RadarWatch } from './radar-watch';
import { TreeProvider } from './tree-provider';

/** More resources of one region than this nobody scrolls through. */
const RESOURCE_LIMIT = 10_000;
const NOT_LIVE: LiveState = { connections: [], coverage: [], collected: [] };

export interface AccountsDeps {
  readonly session: Session;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
}

/** Accounts with events in the time range, and those that are connected; region by region what is wrong in it and what is there. */
export class AccountsTree extends TreeProvider<AccountsNode> {
  private readonly watch: RadarWatch;
  private readonly live: LiveRows;
  private accounts: readonly AccountNode[] = [];

  constructor(private readonly deps: AccountsDeps) {
    super();
    this.watch = new RadarWatch(
      () => deps.session.engine,
      () => this.accounts.forEach((account) => this.refreshRow(account)),
    );
    this.live = new LiveRows(() => deps.session.live);
  }

  /** Narrows the resources of one kind to those whose name or id holds a text; empty: shows them all. */
  filterKind(node: KindNode, text: string): void {
    this.live.filter(node.id, text);
    this.refresh();
  }

  override dispose(): void {
    this.watch.dispose();
    super.dispose();
  }

  protected override now(): number {
    return this.deps.session.now();
  }

  protected children(node: AccountsNode | undefined): Promise<readonly AccountsNode[]> | readonly AccountsNode[] {
    if (node === undefined) return this.roots();
    switch (node.kind) {
      case 'account':
        return regionRows(node, this.watch.radar, ({ region, collected }) => unseenKinds(region, collected).length === 0);
      case 'region':
        return this.sections(node);
      case 'section':
        return node.section === 'alerts' ? this.alerts(node) : this.resources(node);
      case 'global':
        return this.live.kinds(node, node.live);
      case 'kind':
        return this.live.resources(node);
      case 'live':
        return this.live.below(node);
      case 'fold':
        return node.regions;
      case 'slice':
        return node.children as readonly AccountsNode[]; // slices of this tree hold its rows only
      case 'alert':
      case 'resource':
      case 'hint':
      case 'rest':
        return [];
    }
  }

  private async roots(): Promise<readonly AccountsNode[]> {
    const { session, filter, model } = this.deps;
    const [{ status }, { state, faults }] = await Promise.all([model.current(), this.liveState()]);
    if (status.events === 0 && state.connections.length === 0) return faults;
    const summaries = status.events === 0 ? [] : await session.engine.accounts(this.request());
    this.accounts = accountRows(summaries, state);
    if (this.accounts.length === 0) return [...faults, ...emptyHint(filter, status.to)];
    this.watch.ask(this.request());
    return [...faults, ...this.accounts];
  }

  /** What can't be told of live accounts hides nothing of the rest. */
  private async liveState(): Promise<{ readonly state: LiveState; readonly faults: readonly HintNode[] }> {
    try {
      return { state: await this.deps.session.liveState(), faults: [] };
    } catch (error) {
      if (EngineError.is(error, 'cancelled') || EngineError.is(error, 'engine-stopped')) throw error;
      return { state: NOT_LIVE, faults: EngineError.is(error, 'live-off') ? [] : [liveFault(error)] };
    }
  }

  private sections(node: RegionNode): readonly AccountsNode[] {
    const alerts: SectionNode = { kind: 'section', id: `${node.id}/alerts`, section: 'alerts', region: node };
    const resources: SectionNode = { kind: 'section', id: `${node.id}/resources`, section: 'resources', region: node };
    if (node.live === undefined) return [alerts, resources];
    const kinds = this.live.kinds(node, node.live);
    return node.summary === undefined ? kinds : [alerts, ...kinds, resources];
  }

  private async alerts({ id, region: { account, region } }: SectionNode): Promise<readonly AccountsNode[]> {
    const alerts = await this.deps.session.engine.alerts({ ...this.request(), account, region });
    const worstFirst = alerts.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || b.lastSeen - a.lastSeen);
    return sliced(
      worstFirst.map((alert) => alertNode(alert, id, 'region')),
      id,
    );
  }

  private async resources({ id, region: { account, region } }: SectionNode): Promise<readonly AccountsNode[]> {
    const seen = await this.deps.session.engine.resources({ account, region, limit: RESOURCE_LIMIT });
    const rows = seen.map((resource) => ({
      kind: 'resource' as const,
      id: `${id}/${resource.type}/${resource.resource}`,
      account,
      region,
      seen: resource,
    }));
    return seen.length < RESOURCE_LIMIT ? sliced(rows, id) : [...sliced(rows, id), limitHint(id)];
  }

  /** The overview stays whole while the Alerts tree is narrowed to one of its rows. */
  private request(): AlertRequest {
    const { range, severities, types } = this.deps.filter.state;
    return alertRequest({ range, severities, types }, this.deps.session.now());
  }
}

function liveFault(error: unknown): HintNode {
  const label = vscode.l10n.t('Connected accounts: UNKNOWN');
  const description = visible(error instanceof Error ? error.message : String(error));
  return { kind: 'hint', id: 'hint/live', label, description, icon: 'question', command: COMMANDS.showSyncStatus };
}

function limitHint(id: string): HintNode {
  return {
    kind: 'hint',
    id: `${id}/limit`,
    label: vscode.l10n.t('The {0} seen last are shown', numberText(RESOURCE_LIMIT)),
    description: vscode.l10n.t('find any other by its id'),
    icon: 'ellipsis',
    command: COMMANDS.openConfiguration,
  };
}
