import type { Alert } from '../domain/alert';
import { inventoryOf } from '../provenance/inventory';
import type { CompiledResources } from '../rql/query';
import type { ResourceAlert } from '../store/resource-search';
import type { Store } from '../store/store';
import { writeAside } from '../store/write-aside';
import type { CallOptions, GroupsPage, RowsExportProgress, RowsExportReport, RowsExportRequest, SearchRequest } from './api';
import { pageOf } from './answer';
import type { ResourcesPage } from './resource-page';
import { BYTE_ORDER_MARK, rowText } from './row-text';

/** The records of resources, made anew by the first config query after the store or what was seen has changed. */
export class Inventory {
  private made: { readonly state: string; readonly ready: Promise<void> } | undefined;

  /** Resolves once they are those of the store as it is now. Returns which state that is: another text with every change. */
  async upToDate(store: Store): Promise<string> {
    const state = `${await store.refresh()} ${await store.snapshots.refresh()}`;
    if (this.made?.state !== state) {
      const before = this.made?.ready.catch(() => undefined); // one table is filled at a time
      const ready = Promise.resolve(before).then(() => store.fillResources(inventoryOf(store)));
      this.made = { state, ready };
      ready.catch(() => {
        if (this.made?.ready === ready) this.made = undefined; // the next question tries again
      });
    }
    await this.made.ready;
    return state;
  }
}

/** Asks the store for the resources of a query. `alerts` are asked for only where the query speaks of them. */
export async function answerResources(
  store: Store,
  { resources, query }: CompiledResources,
  request: SearchRequest,
  alerts: () => Promise<readonly Alert[]>,
  signal: AbortSignal | undefined,
): Promise<ResourcesPage | GroupsPage> {
  const page = {
    ...pageOf(request, query.limit),
    ...(resources.findings && { alerts: (await alerts()).map(aboutResource) }),
  };
  const { shape } = resources;
  if (shape.kind === 'count') {
    const columns = shape.by.map(({ title }) => title);
    return { kind: 'groups', of: 'resources', columns, ...(await store.countResources(resources, page, signal)) };
  }
  return { kind: 'resources', columns: shape.columns.map(({ title }) => title), ...(await store.searchResources(resources, page, signal)) };
}

/** More than any store has of them: they are all in memory, and so may their rows be. */
const ALL_ROWS = 10_000_000;

/** Writes all resources of a query to a file, as they would be shown. */
export async function exportResources(
  store: Store,
  path: string,
  compiled: CompiledResources,
  { format, columns, ...request }: RowsExportRequest,
  alerts: () => Promise<readonly Alert[]>,
  { signal, onProgress }: CallOptions<RowsExportProgress>,
): Promise<RowsExportReport> {
  const answer = await answerResources(store, compiled, { ...request, offset: 0, limit: ALL_ROWS }, alerts, signal);
  const { head, line } = rowText(answer, format, columns);
  const bytes = await writeAside(
    path,
    async (put) => {
      await put(format === 'csv' ? `${BYTE_ORDER_MARK}${head}` : head);
      for (const row of answer.rows) await put(line(row));
    },
    signal,
  );
  onProgress?.({ rows: answer.total, rowsTotal: answer.total });
  return { rows: answer.total, bytes };
}

/** An alert as what is known about a resource. */
export function aboutResource({ account, region, resource, type, severity, title, policy }: Alert): ResourceAlert {
  return { account, region, resource, finding: { type, severity, source: 'nephoscope', name: title, id: policy } };
}
