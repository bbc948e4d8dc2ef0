import type { Alert } from '../../domain/alert';
import { countBySeverity, severityRank, type Severity } from '../../domain/severity';
import type { Story } from '../../domain/story';
import type { AlertNode, GroupNode, SliceNode, StoryNode } from './nodes';

/** More rows under one parent make the editor pause; longer lists are shown in stretches of this length. */
export const SLICE = 1000;

/**
 * Stories in their order, each with its alerts; one of a single alert is the alert itself. Between the two questions the data may have
 * changed: an alert that no story has stands on its own, until both are asked again.
 */
export function storyRows(stories: readonly Story[], alerts: readonly Alert[]): readonly (StoryNode | AlertNode)[] {
  const left = new Map(alerts.map((alert) => [alert.id, alert]));
  const rows = stories.flatMap((story): readonly (StoryNode | AlertNode)[] => {
    const members = story.alerts.flatMap((id) => left.get(id) ?? []);
    for (const { id } of members) left.delete(id);
    const [first, ...more] = members;
    if (first === undefined) return [];
    return [more.length === 0 ? alertNode(first, 'story', 'story') : { kind: 'story', id: `story/${story.id}`, story, alerts: members }];
  });
  return [...rows, ...[...left.values()].map((alert) => alertNode(alert, 'story', 'story'))];
}

/**
 * Alerts by policy, resource or actor: worst group first, then the largest.
 * @param parent id of the row that they stand under
 */
export function groupAlerts(alerts: readonly Alert[], by: GroupNode['by'], parent?: string): readonly GroupNode[] {
  const members = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = keyOf(alert, by);
    const group = members.get(key);
    if (group === undefined) members.set(key, [alert]);
    else group.push(alert);
  }
  const prefix = parent === undefined ? '' : `${parent}/`;
  return [...members].map(([key, group]) => groupNode(`${prefix}${by}/${key}`, key, group, by)).sort(worstFirst);
}

export function alertNode(alert: Alert, parent: string, under: AlertNode['under']): AlertNode {
  return { kind: 'alert', id: `${parent}/${alert.id}`, under, alert };
}

/** The rows themselves, or slices of 1,000 where there are more. */
export function sliced<T extends SliceNode['children'][number]>(rows: readonly T[], parent: string): readonly (T | SliceNode)[] {
  if (rows.length <= SLICE) return rows;
  return Array.from({ length: Math.ceil(rows.length / SLICE) }, (_, index) => {
    const children = rows.slice(index * SLICE, (index + 1) * SLICE);
    const first = index * SLICE + 1;
    return { kind: 'slice', id: `${parent}/${first}-`, first, last: first + children.length - 1, children };
  });
}

function keyOf(alert: Alert, by: GroupNode['by']): string {
  switch (by) {
    case 'policy':
      return alert.policy;
    case 'resource':
      return JSON.stringify([alert.account, alert.region, alert.resource]);
    case 'actor':
      return alert.actor;
  }
}

function groupNode(id: string, key: string, members: readonly Alert[], by: GroupNode['by']): GroupNode {
  const alerts = [...members].sort((a, b) => b.lastSeen - a.lastSeen);
  const [newest] = alerts;
  const severity = alerts.reduce<Severity>(
    (worst, alert) => (severityRank(alert.severity) < severityRank(worst) ? alert.severity : worst),
    'informational',
  );
  const label = { policy: newest?.title, resource: newest?.resource, actor: newest?.actor }[by] ?? key;
  return { kind: 'group', id, by, label, severity, counts: countBySeverity(alerts), alerts };
}

function worstFirst(a: GroupNode, b: GroupNode): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.alerts.length - a.alerts.length || a.label.localeCompare(b.label);
}
