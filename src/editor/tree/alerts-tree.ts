import type { Alert } from '../../domain/alert';
import type { AlertsModel } from '../alerts-model';
import type { AlertFilter } from '../filter';
import { alertNode, groupAlerts, sliced, storyRows } from './alert-groups';
import { emptyHint } from './hints';
import type { AlertNode, AlertsNode, GroupNode, Grouping, StoryNode } from './nodes';
import { TreeProvider } from './tree-provider';

/** Alerts under the filter, by story, policy, resource or actor. */
export class AlertsTree extends TreeProvider<AlertsNode> {
  constructor(
    private readonly model: AlertsModel,
    private readonly filter: AlertFilter,
    private readonly grouping: () => Grouping,
  ) {
    super();
  }

  /** The row of an alert, with its way up known; `undefined` where the filter leaves it out. */
  async find(alertId: string): Promise<AlertNode | undefined> {
    return this.findBelow(undefined, alertId);
  }

  protected async children(node: AlertsNode | undefined): Promise<readonly AlertsNode[]> {
    if (node === undefined) return this.roots();
    if (node.kind === 'slice') return node.children as readonly AlertsNode[]; // slices of this tree hold its rows only
    if (node.kind === 'story') return sliced(groupAlerts(node.alerts, 'policy', node.id), node.id);
    if (node.kind !== 'group') return [];
    return sliced(
      node.alerts.map((alert) => alertNode(alert, node.id, node.by)),
      node.id,
    );
  }

  private async roots(): Promise<readonly AlertsNode[]> {
    const { alerts, status } = await this.model.current();
    if (status.events === 0) return [];
    if (alerts.length === 0) return emptyHint(this.filter, status.to);
    const by = this.grouping();
    return sliced<StoryNode | GroupNode | AlertNode>(
      by === 'story' ? storyRows(await this.model.stories(), alerts) : groupAlerts(alerts, by),
      'groups',
    );
  }

  private async findBelow(node: AlertsNode | undefined, alertId: string): Promise<AlertNode | undefined> {
    for (const child of await this.getChildren(node)) {
      if (child.kind === 'alert' && child.alert.id === alertId) return child;
      if ((child.kind === 'group' || child.kind === 'story') && !child.alerts.some(({ id }: Alert) => id === alertId)) continue;
      const found = child.kind === 'alert' ? undefined : await this.findBelow(child, alertId);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
