import type { LiveOptions } from '../aws/options';
import type { Alert } from '../domain/alert';
import type { Chain } from '../domain/chain';
import { resourceType } from '../domain/resource';
import type { Story } from '../domain/story';
import type { Configuration, Version } from '../domain/version';
import type { TimeWindow } from '../domain/time';
import type { AlertBook } from '../policies/alert-book';
import { makeAlertBook } from '../policies/evaluate';
import { EvidenceCache } from '../policies/evidence-cache';
import { loadPolicies } from '../policies/load';
import { proposeRegions } from '../policies/regions-in-use';
import { dashboard, filterAlerts } from '../policies/summary';
import { configurationOf, historyOf } from '../provenance/history';
import { needsNothing, type Given } from '../rql/given';
import { analyse, compileQuery, compileSearch, type CompiledEvents, type CompiledResources } from '../rql/query';
import { clearStore } from '../store/keeping';
import { SeenFiles } from '../store/seen-files';
import type { DatabaseLimits } from '../store/database';
import type { LoadOptions } from '../store/loader';
import { Store } from '../store/store';
import {
  EngineError,
  type About,
  type AboutRequest,
  type AccountSummary,
  type AlertRequest,
  type CallOptions,
  type Dashboard,
  type DashboardRequest,
  type Dropped,
  type Engine,
  type Explained,
  type ExplainRequest,
  type ExportProgress,
  type ExportReport,
  type ExportRequest,
  type Histogram,
  type HistogramRequest,
  type KeepingLimits,
  type Live,
  type LoadProgress,
  type LoadReport,
  type MentionsPage,
  type MentionsRequest,
  type NewReport,
  type PathsRequest,
  type PolicyReport,
  type RegionOnRadar,
  type RegionProposal,
  type SampleSummary,
  type RowsExportProgress,
  type RowsExportReport,
  type RowsExportRequest,
  type SearchPage,
  type SearchProgress,
  type SearchRequest,
  type SeenPath,
  type SeenResource,
  type StoreStatus,
  type ValueCount,
  type ValuesRequest,
} from './api';
import { answerAbout, answerMentions } from './about';
import { summarise } from './accounts';
import { answer, exportEventRows } from './answer';
import { explainedBy } from './explain';
import { gather, whole } from './given';
import { histogramOf } from './histogram';
import { liveOf } from './live';
import { describePolicy } from './policy-report';
import { Provenance } from './provenance';
import { Radar } from './radar';
import { answerResources, exportResources, Inventory } from './resources';
import { Stories } from './stories';
import { messageOf, told, within } from './told';

export interface ServiceOptions {
  readonly storeDir: string;
  /** Folder of the shipped policies. */
  readonly policiesDir: string;
  readonly limits?: Partial<DatabaseLimits>;
  /** Whether small segments are merged after a load: by a process that stays. */
  readonly tidies?: boolean;
  /** How AWS is reached; absent: it is not. */
  readonly live?: LiveOptions;
  /** The present time, epoch milliseconds; absent: the machine's. */
  readonly now?: () => number;
}

type LoadedPolicies = Awaited<ReturnType<typeof loadPolicies>>;

interface KeptBook {
  readonly key: string;
  readonly book: Promise<AlertBook>;
}

/** The engine itself: store, policies and provenance behind one interface. Opened by the first question. */
export class EngineService implements Engine {
  private opened: Promise<Store> | undefined;
  private loaded: Promise<LoadedPolicies> | undefined;
  private kept: KeptBook | undefined;
  /** Of the alerts asked for last: a search that names an alert means one of those. */
  private regionsInUseAsked: AlertRequest['regionsInUse'];
  private readonly evidence = new EvidenceCache();
  private readonly inventory = new Inventory();
  private readonly onRadar = new Radar(this.inventory);
  private readonly provenance = new Provenance();
  private readonly told = new Stories(this.provenance);
  private tidying: AbortController | undefined;

  readonly live: Live;

  constructor(private readonly options: ServiceOptions) {
    this.live = liveOf(options.live, {
      storeDir: options.storeDir,
      now: options.now ?? Date.now,
      store: () => this.open(),
      load: (paths, given = {}) => this.with((store) => this.loadInto(store, paths, given)),
    });
  }

  status(): Promise<StoreStatus> {
    return this.with((store) => store.status());
  }

  load(paths: readonly string[], options: CallOptions<LoadProgress> = {}): Promise<LoadReport> {
    return this.with((store) => this.loadInto(store, paths, { ...options, seen: new SeenFiles(this.options.storeDir, paths) }));
  }

  loadNew(folders: readonly string[], options: CallOptions<LoadProgress> = {}): Promise<NewReport> {
    return this.with(async (store) => {
      const seen = new SeenFiles(this.options.storeDir, folders);
      const report = await this.loadInto(store, folders, { ...options, seen, onlyUnread: true });
      return { ...report, generation: await store.refresh() };
    });
  }

  private async loadInto(store: Store, paths: readonly string[], options: LoadOptions): Promise<LoadReport> {
    this.tidying?.abort(); // the next load is waited for, and a merge is not
    const report = await store.load(paths, options);
    if (this.options.tidies === true) this.tidy(store);
    return report;
  }

  /** Merges small segments, without anybody waiting for it. */
  private tidy(store: Store): void {
    const tidying = new AbortController();
    this.tidying = tidying;
    store.merge(tidying.signal).catch((error: unknown) => process.stderr.write(`merge: ${messageOf(error)}\n`));
  }

  retain(limits: KeepingLimits, now: number, { signal }: CallOptions = {}): Promise<Dropped> {
    return this.with((store) => store.retain(limits, now, signal));
  }

  clear({ signal }: CallOptions = {}): Promise<Dropped> {
    return told(async () => {
      const opened = await this.opened?.catch(() => undefined); // one that can't be opened is cleared all the same
      return opened === undefined ? clearStore(this.options.storeDir, signal) : opened.clear(signal);
    });
  }

  export(path: string, request: ExportRequest, options: CallOptions<ExportProgress> = {}): Promise<ExportReport> {
    return this.with((store) => store.export(path, request, options));
  }

  async makeSample(
    directory: string,
    options: { readonly seed?: number; readonly now: number },
    call: CallOptions = {},
  ): Promise<SampleSummary> {
    const { makeSample } = await import('../sample');
    try {
      return await makeSample(directory, options, call.signal);
    } catch (error) {
      if (call.signal?.aborted === true) throw new EngineError('cancelled', 'cancelled');
      throw new EngineError('input', `Could not write the sample to ${directory}: ${messageOf(error)}`);
    }
  }

  search(request: SearchRequest, options: CallOptions<SearchProgress> = {}): Promise<SearchPage> {
    return this.with(async (store) => {
      const compiled = await this.compiled(store, request.query, options.signal);
      if (compiled.kind === 'ok') return answer(store, compiled, request, options);
      return answerResources(store, compiled, request, () => this.alertsWithin(store, request.window, options.signal), options.signal);
    });
  }

  exportRows(path: string, request: RowsExportRequest, options: CallOptions<RowsExportProgress> = {}): Promise<RowsExportReport> {
    return this.with(async (store) => {
      const compiled = await this.compiled(store, request.query, options.signal);
      if (compiled.kind === 'ok') return exportEventRows(store, path, compiled, request, options);
      return exportResources(store, path, compiled, request, () => this.alertsWithin(store, request.window, options.signal), options);
    });
  }

  /** A query of either kind; the resources are up to date where it is about them. @throws EngineError with reason `query` where it has faults */
  private async compiled(store: Store, text: string, signal: AbortSignal | undefined): Promise<CompiledEvents | CompiledResources> {
    const compiled = whole(compileSearch(text, await this.given(store, text, signal)));
    if (compiled.kind === 'config') await this.inventory.upToDate(store);
    return compiled;
  }

  private async alertsWithin(store: Store, window: TimeWindow, signal: AbortSignal | undefined): Promise<readonly Alert[]> {
    return (await this.bookAsked(store, signal)).alerts(window);
  }

  histogram(request: HistogramRequest, options: CallOptions = {}): Promise<Histogram> {
    return this.with(async (store) => histogramOf(store, await this.events(store, request.query, options.signal), request, options.signal));
  }

  explain(request: ExplainRequest, options: CallOptions = {}): Promise<Explained> {
    return this.with(async (store) => {
      const compiled = await this.compiled(store, request.query, options.signal);
      return explainedBy(store, compiled, request, () => this.alertsWithin(store, request.window, options.signal), options.signal);
    });
  }

  record(eventId: string): Promise<string | undefined> {
    return this.with((store) => store.record(eventId));
  }

  alerts(request: AlertRequest, options: CallOptions = {}): Promise<readonly Alert[]> {
    this.regionsInUseAsked = request.regionsInUse;
    return this.with(async (store) => {
      const alerts = filterAlerts((await this.book(store, request, options.signal)).alerts(request.window), request);
      const { story, ...rest } = request;
      if (story === undefined) return alerts;
      const told = new Set((await this.stories(rest, options)).find(({ id }) => id === story)?.alerts);
      return alerts.filter(({ id }) => told.has(id));
    });
  }

  stories(request: AlertRequest, options: CallOptions = {}): Promise<readonly Story[]> {
    return this.with(async (store) => {
      const [book, alerts] = [await this.book(store, request, options.signal), await this.alerts(request, options)];
      return this.told.of(store, book, alerts, request.window, options.signal);
    });
  }

  async dashboard(request: DashboardRequest, options: CallOptions = {}): Promise<Dashboard> {
    return dashboard(await this.alerts(request, options), request.bucket, request.bucketOffset);
  }

  accounts(request: AlertRequest, options: CallOptions = {}): Promise<readonly AccountSummary[]> {
    return this.with(async (store) => {
      const answers = [store.places(request.window, options.signal), this.alerts(request, options), this.inUse(store, request)] as const;
      return summarise(...(await Promise.all(answers)));
    });
  }

  radar(request: Pick<AlertRequest, 'regionsInUse'>, { signal }: CallOptions = {}): Promise<readonly RegionOnRadar[]> {
    return this.with(async (store) => {
      const regions = await this.onRadar.show(store, await this.inUse(store, request));
      if (signal?.aborted === true) throw new EngineError('cancelled', 'cancelled');
      return regions;
    });
  }

  resources({ account, region, limit }: { account: string; region: string; limit: number }): Promise<readonly SeenResource[]> {
    return this.with(async (store) =>
      (await store.resources(account, region, limit)).map((seen) => ({ ...seen, type: resourceType(seen.resource) })),
    );
  }

  configuration(resource: string, { at }: { readonly at?: number } = {}): Promise<Configuration | undefined> {
    return this.with((store) => configurationOf(store, resource, { until: at }));
  }

  history(resource: string, { signal }: CallOptions = {}): Promise<readonly Version[]> {
    return this.with((store) => historyOf(store, resource, { signal }));
  }

  trace(subject: string, { signal }: CallOptions = {}): Promise<Chain | undefined> {
    return this.with((store) => this.provenance.trace(store, subject, signal));
  }

  about({ token, regionsInUse }: AboutRequest, { signal }: CallOptions = {}): Promise<About | undefined> {
    return this.with((store) => answerAbout(store, token, () => this.bookAsked(store, signal, regionsInUse), signal));
  }

  mentions(request: MentionsRequest, { signal }: CallOptions = {}): Promise<MentionsPage> {
    return this.with((store) => answerMentions(store, request, signal));
  }

  regionsInUse(): Promise<readonly RegionProposal[]> {
    return this.with((store) => proposeRegions(store.reader));
  }

  values({ of, patience, ...request }: ValuesRequest, options: CallOptions = {}): Promise<readonly ValueCount[]> {
    return this.with((store) => store.values(of, request, within(patience, options.signal)));
  }

  paths({ patience, ...request }: PathsRequest, options: CallOptions = {}): Promise<readonly SeenPath[]> {
    return this.with((store) => store.paths(request, within(patience, options.signal)));
  }

  async policies(): Promise<PolicyReport> {
    const { policies, rejected } = await this.policySet();
    return { policies: policies.map(describePolicy), rejected };
  }

  /** What of the opened store can't be read, in words; nothing where no store was opened. */
  async damage(): Promise<readonly string[]> {
    const store = await this.opened?.catch(() => undefined);
    return (store?.damaged() ?? []).map(
      ({ file, reason, events }) =>
        `${file} is damaged (${reason}): ${events} events are missing. Load their logs again to bring them back.`,
    );
  }

  async dispose(): Promise<void> {
    const opened = this.opened;
    this.opened = undefined;
    (await opened?.catch(() => undefined))?.close(); // one that never opened needs no closing
  }

  /** What a query about events asks. @throws EngineError with reason `query` where it has faults */
  private async events(store: Store, text: string, signal: AbortSignal | undefined): Promise<CompiledEvents> {
    return whole(compileQuery(text, await this.given(store, text, signal)));
  }

  /** What a query needs and can't know by itself; `undefined`: nothing. */
  private async given(store: Store, text: string, signal: AbortSignal | undefined): Promise<Given | undefined> {
    const [query] = analyse(text).queries;
    if (query === undefined || query.faulty || needsNothing(query.needs)) return undefined;
    return gather(query.needs, {
      now: this.options.now?.() ?? Date.now(),
      accounts: async () => [...new Set((await store.places({}, signal)).map(({ account }) => account))],
      book: () => this.bookAsked(store, signal),
    });
  }

  private bookAsked(store: Store, signal: AbortSignal | undefined, regionsInUse = this.regionsInUseAsked): Promise<AlertBook> {
    return this.book(store, regionsInUse === undefined ? {} : { regionsInUse }, signal);
  }

  private policySet(): Promise<LoadedPolicies> {
    return (this.loaded ??= loadPolicies(this.options.policiesDir));
  }

  private async inUse(store: Store, { regionsInUse }: Pick<AlertRequest, 'regionsInUse'>): Promise<readonly string[]> {
    if (regionsInUse !== undefined) return regionsInUse;
    return (await proposeRegions(store.reader)).filter(({ inUse }) => inUse).map(({ region }) => region);
  }

  /**
   * The book is made once for each state of the store and each choice of regions, of what is new in the store and what was found before,
   * and asked for any time range after that.
   */
  private async book(store: Store, request: Pick<AlertRequest, 'regionsInUse'>, signal: AbortSignal | undefined): Promise<AlertBook> {
    const generation = await store.refresh();
    const key = JSON.stringify([generation, request.regionsInUse ?? null]);
    if (this.kept?.key !== key) {
      const book = this.gather(store, request);
      this.kept = { key, book };
      book.catch(() => {
        if (this.kept?.book === book) this.kept = undefined; // the next question tries again
      });
    }
    const { book } = this.kept;
    const made = await book;
    if (signal?.aborted === true) throw new EngineError('cancelled', 'cancelled');
    return made;
  }

  private async gather(store: Store, request: Pick<AlertRequest, 'regionsInUse'>): Promise<AlertBook> {
    const [{ policies }, regionsInUse] = await Promise.all([this.policySet(), this.inUse(store, request)]);
    return makeAlertBook(store.reader, policies, { regionsInUse, cache: this.evidence });
  }

  private open(): Promise<Store> {
    if (this.opened === undefined) {
      const opening = Store.open(this.options.storeDir, this.options.limits);
      this.opened = opening;
      opening.catch(() => {
        if (this.opened === opening) this.opened = undefined; // the next question tries anew
      });
    }
    return this.opened;
  }

  private with<T>(question: (store: Store) => Promise<T>): Promise<T> {
    return told(async () => {
      const store = await this.open();
      await store.refresh();
      return question(store);
    });
  }
}
