import * as vscode from 'vscode';
import { severityRank, SEVERITIES, type Severity, type SeverityCounts } from '../../domain/severity';
import type { AccountSummary, AlertRequest, RegionSummary } from '../../engine/api';
import { alertRequest } from '../alert-request';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import { COMMANDS } from '../ids';
import { numberText } from '../text';
import type { Session } from '../session';
import { alertNode, sliced } from './alert-groups';
import { emptyHint } from './hints';
import type { AccountNode, AccountsNode, HintNode, RegionNode, SectionNode } from './nodes';
import { TreeProvider } from './tree-provider';

/** More resources of one region than this nobody scrolls through. */
const RESOURCE_LIMIT = 10_000;

export interface AccountsDeps {
  readonly session: Session;
  readonly filter: AlertFilter;
  readonly model: AlertsModel;
}

/** Accounts with events in the time range; region by region what is wrong in it and what is there. */
export class AccountsTree extends TreeProvider<AccountsNode> {
  constructor(private readonly deps: AccountsDeps) {
    super();
  }

  protected children(node: AccountsNode | undefined): Promise<readonly AccountsNode[]> | readonly AccountsNode[] {
    if (node === undefined) return this.roots();
    switch (node.kind) {
      case 'account':
        return node.regions.map((summary) => regionNode(node, summary));
      case 'region':
        return sections(node);
      case 'section':
        return node.section === 'alerts' ? this.alerts(node) : this.resources(node);
      case 'slice':
        return node.children as readonly AccountsNode[]; // slices of this tree hold its rows only
      case 'alert':
      case 'resource':
      case 'hint':
        return [];
    }
  }

  private async roots(): Promise<readonly AccountsNode[]> {
    const { status } = await this.deps.model.current();
    if (status.events === 0) return [];
    const accounts = await this.deps.session.engine.accounts(this.request());
    if (accounts.length === 0) return emptyHint(this.deps.filter, status.to);
    return accounts.map(accountNode).sort(worstAccountFirst);
  }

  private async alerts({ id, region }: SectionNode): Promise<readonly AccountsNode[]> {
    const alerts = await this.deps.session.engine.alerts({ ...this.request(), account: region.account, region: region.summary.region });
    const worstFirst = alerts.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity) || b.lastSeen - a.lastSeen);
    return sliced(
      worstFirst.map((alert) => alertNode(alert, id, 'region')),
      id,
    );
  }

  private async resources({ id, region }: SectionNode): Promise<readonly AccountsNode[]> {
    const where = { account: region.account, region: region.summary.region };
    const seen = await this.deps.session.engine.resources({ ...where, limit: RESOURCE_LIMIT });
    const rows = seen.map((resource) => ({
      kind: 'resource' as const,
      id: `${id}/${resource.type}/${resource.resource}`,
      ...where,
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

function accountNode({ account, regions }: AccountSummary): AccountNode {
  const sum = (severity: Severity) => regions.reduce((total, { counts }) => total + counts[severity], 0);
  const counts = {
    critical: sum('critical'),
    high: sum('high'),
    medium: sum('medium'),
    low: sum('low'),
    informational: sum('informational'),
  };
  return { kind: 'account', id: account, account, counts, regions: regions.toSorted(worstFirst) };
}

/** Inhabited regions that should be empty, then those with the worst alerts, then the busiest. */
function worstFirst(a: RegionSummary, b: RegionSummary): number {
  return Number(b.unusedButInhabited) - Number(a.unusedButInhabited) || moreAlerts(a.counts, b.counts) || b.events - a.events;
}

function worstAccountFirst(a: AccountNode, b: AccountNode): number {
  return moreAlerts(a.counts, b.counts) || a.account.localeCompare(b.account);
}

/** Negative where `a` has more alerts of the worst severity that tells the two apart. */
function moreAlerts(a: SeverityCounts, b: SeverityCounts): number {
  return SEVERITIES.map((severity) => b[severity] - a[severity]).find((difference) => difference !== 0) ?? 0;
}

function regionNode({ id, account }: AccountNode, summary: RegionSummary): RegionNode {
  return { kind: 'region', id: `${id}/${summary.region}`, account, summary };
}

function sections(region: RegionNode): readonly SectionNode[] {
  return (['alerts', 'resources'] as const).map((section) => ({ kind: 'section', id: `${region.id}/${section}`, section, region }));
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
