import type { Alert } from '../../domain/alert';
import { countBySeverity, severityRank, type Severity } from '../../domain/severity';
import type { AlertNode, GroupNode, Grouping, SliceNode } from './nodes';

/** More rows under one parent make the editor pause; longer lists are shown in stretches of this length. */
export const SLICE = 1000;

/** Alerts by policy, resource or actor: worst group first, then the largest. */
export function groupAlerts(alerts: readonly Alert[], by: Grouping): readonly GroupNode[] {
  const members = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const key = keyOf(alert, by);
    const group = members.get(key);
    if (group === undefined) members.set(key, [alert]);
    else group.push(alert);
  }
  return [...members].map(([key, group]) => groupNode(key, group, by)).sort(worstFirst);
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

function keyOf(alert: Alert, by: Grouping): string {
  switch (by) {
    case 'policy':
      return alert.policy;
    case 'resource':
      return JSON.stringify([alert.account, alert.region, alert.resource]);
    case 'actor':
      return alert.actor;
  }
}

function groupNode(key: string, members: readonly Alert[], by: Grouping): GroupNode {
  const alerts = [...members].sort((a, b) => b.lastSeen - a.lastSeen);
  const [newest] = alerts;
  const severity = alerts.reduce<Severity>(
    (worst, alert) => (severityRank(alert.severity) < severityRank(worst) ? alert.severity : worst),
    'informational',
  );
  const label = { policy: newest?.title, resource: newest?.resource, actor: newest?.actor }[by] ?? key;
  return { kind: 'group', id: `${by}/${key}`, by, label, severity, counts: countBySeverity(alerts), alerts };
}

function worstFirst(a: GroupNode, b: GroupNode): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.alerts.length - a.alerts.length || a.label.localeCompare(b.label);
}
