import * as vscode from 'vscode';
import type { Collected, LiveResource } from '../../domain/live';
import type { Live } from '../../engine/api';
import { COMMANDS } from '../ids';
import { numberText } from '../text';
import { isNothing } from './account-rows';
import { sliced } from './alert-groups';
import { inOrder, LIVE_KINDS, liveKind, standsAlone, unseenKinds } from './live-kinds';
import type { GlobalNode, KindNode, LiveNode, LivePlace, RestNode } from './live-nodes';
import type { HintNode, RegionNode, SliceNode } from './nodes';

/** More resources of one kind than this nobody scrolls through. */
const LIMIT = 10_000;

type Rows = readonly (KindNode | LiveNode | SliceNode | RestNode | HintNode)[];

/** The rows of what live accounts have, asked of the engine as they are unfolded. */
export class LiveRows {
  /** By the row of their kind. */
  private readonly filters = new Map<string, string>();

  constructor(private readonly live: () => Live | undefined) {}

  /** Empty: shows them all. */
  filter(row: string, text: string): void {
    if (text === '') this.filters.delete(row);
    else this.filters.set(row, text);
  }

  /** A row for each kind of which there is something, or nothing is known; one for all kinds of which there is nothing. */
  kinds(node: RegionNode | GlobalNode, place: LivePlace): Rows {
    const { id: parent } = node;
    const known = new Map(place.collected.map((collected) => [collected.api, collected]));
    if (known.size === 0) return place.access?.chosen === false ? [] : [unseenHint(node)];
    const unseen = unseenKinds(place.region, place.collected).length;
    const shown = [...known.values()].filter((collected) => standsAlone(collected.api) || isOrphaned(collected, known));
    const rows = shown.filter((collected) => !isNothing(collected) && !(liveKind(collected.api).aside === true && isSeen(collected)));
    const nothing = shown.filter((collected) => isNothing(collected) && liveKind(collected.api).aside !== true);
    return [
      ...rows.map((collected) => this.kindNode(parent, place, collected)).sort((a, b) => inOrder(a.api, b.api)),
      ...(unseen === 0 ? [] : [unseenHint(node, unseen)]),
      ...(nothing.length === 0
        ? []
        : [{ kind: 'rest' as const, id: `${parent}/*rest`, collected: nothing.toSorted((a, b) => inOrder(a.api, b.api)) }]),
    ];
  }

  /** The resources of a kind; those of a kind that was never seen are unknown, which its row says. */
  async resources(node: KindNode): Promise<Rows> {
    const { api, collected, filter } = node;
    return collected?.at === undefined ? [] : this.page(node, api, filter === undefined ? {} : { filter });
  }

  /** What stands under a resource: the services of a cluster, the tasks of a service. */
  async below(node: LiveNode): Promise<Rows> {
    const { id, place, resource } = node;
    const { below = [] } = liveKind(resource.api);
    const known = new Map(place.collected.map((collected) => [collected.api, collected]));
    const rows = await Promise.all(
      below.map(async (api): Promise<Rows> => {
        const collected = known.get(api);
        if (collected?.at !== undefined) return this.page(node, api, { parent: resource.resource });
        return [{ kind: 'kind', id: `${id}/${api}`, place, api, ...(collected !== undefined && { collected }) }];
      }),
    );
    return rows.flat();
  }

  private async page(node: KindNode | LiveNode, api: string, which: { readonly parent?: string; readonly filter?: string }): Promise<Rows> {
    const { id, place } = node;
    const request = { account: place.connection.account, region: place.region, api, limit: LIMIT, ...which };
    const { resources, total } = (await this.live()?.resources(request)) ?? { resources: [], total: 0 };
    if (resources.length === 0 && which.filter !== undefined) return [noneHint(node)];
    const rows = sliced(
      resources.map((resource) => liveNode(id, place, resource)),
      `${id}/${api}`,
    );
    return total > resources.length ? [...rows, limitHint(node, resources.length, total)] : rows;
  }

  private kindNode(parent: string, place: LivePlace, collected: Collected): KindNode {
    const id = `${parent}/${collected.api}`;
    const filter = this.filters.get(id);
    return { kind: 'kind', id, place, api: collected.api, collected, ...(filter !== undefined && { filter }) };
  }
}

function liveNode(parent: string, place: LivePlace, resource: LiveResource): LiveNode {
  return { kind: 'live', id: `${parent}/${resource.api}/${resource.resource}`, place, resource };
}

function isSeen({ at, problem }: Collected): boolean {
  return at !== undefined && problem === undefined;
}

/** A kind whose resources stand under others, and of those others there is none to stand under. */
function isOrphaned(collected: Collected, known: ReadonlyMap<string, Collected>): boolean {
  const above = LIVE_KINDS.filter(({ below }) => below?.includes(collected.api)).map(({ api }) => known.get(api));
  return !isNothing(collected) && above.every((one) => one?.at === undefined || one.resources === 0);
}

/** @param kinds how many; absent: all */
function unseenHint(node: RegionNode | GlobalNode, kinds?: number): HintNode {
  const label =
    kinds === undefined
      ? vscode.l10n.t('Resources: UNKNOWN, not looked at yet')
      : vscode.l10n.t('Other kinds ({0}): UNKNOWN, not looked at yet', numberText(kinds));
  const description = vscode.l10n.t('look now');
  return { kind: 'hint', id: `${node.id}/*unseen`, label, description, icon: 'question', command: COMMANDS.refreshRow, about: node };
}

function noneHint(node: KindNode | LiveNode): HintNode {
  const label = vscode.l10n.t('No name or id holds this text');
  const description = vscode.l10n.t('show them all');
  return {
    kind: 'hint',
    id: `${node.id}/*none`,
    label,
    description,
    icon: 'search-stop',
    command: COMMANDS.clearResourceFilter,
    about: node,
  };
}

function limitHint(node: KindNode | LiveNode, shown: number, total: number): HintNode {
  const label = vscode.l10n.t('{0} of {1} are shown', numberText(shown), numberText(total));
  const description = vscode.l10n.t('filter them to find any other');
  return { kind: 'hint', id: `${node.id}/*limit`, label, description, icon: 'ellipsis', command: COMMANDS.filterResources, about: node };
}
