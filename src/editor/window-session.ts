import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  EngineError,
  type CallOptions,
  type Dropped,
  type Engine,
  type Live,
  type LiveOptions,
  type LiveState,
  type LoadProgress,
  type LoadReport,
  type PrefixProgress,
  type PrefixReport,
  type PrefixRequest,
  type StoreStatus,
  type SyncProgress,
  type SyncReport,
  type SyncRequest,
} from '../engine/api';
import { startEngine } from '../engine/client';
import { tellFailure, tellRestart } from './failures';
import { SETTINGS } from './ids';
import { keepingLimits } from './keeping';
import { liveOptions, NETWORK_SETTINGS } from './live/options';
import { existingSample, removeOldSamples, removeSample, sampleFolder, type SampleFolder } from './sample-folder';
import type { Session } from './session';

export interface SessionDeps {
  /** Folder of the extension's data, shared by all windows. */
  readonly storage: string;
  /** Folder the extension is installed in. */
  readonly extensionPath: string;
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
  readonly clock?: () => number;
}

/** How far the making of the sample is; `loading` once its files are there. */
export interface SampleOptions {
  readonly signal: AbortSignal;
  readonly onLoading: (progress?: LoadProgress) => void;
}

/** What was loaded, and what retention took out of the store after it. */
export interface Loaded extends LoadReport {
  readonly dropped?: Dropped;
}

type RunningEngine = ReturnType<typeof startEngine>;

const SAMPLE_KEY = 'nephoscope.sample';
/** How often views look at what comes slowly. */
const SLOWLY_MS = 15_000;
const NOT_LIVE: LiveState = { connections: [], coverage: [], collected: [] };
const NOTHING: StoreStatus = { events: 0, bytes: 0, accounts: [], generation: 0 };

/** The session of one window. Which data it works on survives a reload; the engine is started by the first question to a store that exists. */
export class WindowSession implements Session, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly beginning = new vscode.EventEmitter<void>();
  /** Somebody asks something of the data, for the first time in this window. */
  readonly onDidBeginUse = this.beginning.event;
  private used = false;
  private readonly settings: readonly vscode.Disposable[];
  private readonly sampleRoot: string;
  private sample: SampleFolder | undefined;
  private running: RunningEngine | undefined;
  private retained = false;
  /** Of the user's own store, when it was last looked for what is new. */
  private generation: number | undefined;

  constructor(private readonly deps: SessionDeps) {
    this.sampleRoot = join(deps.storage, 'sample');
    this.sample = existingSample(this.sampleRoot, deps.memento.get(SAMPLE_KEY));
    this.settings = [
      vscode.workspace.onDidChangeConfiguration((event) => this.settingsChanged(event)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.restart()),
    ];
  }

  get kind(): 'own' | 'sample' {
    return this.sample === undefined ? 'own' : 'sample';
  }

  get engine(): Engine {
    this.use();
    if (this.running === undefined) {
      this.running = this.start(this.storeDir, this.kind === 'own' ? liveOptions() : undefined);
      if (this.kind === 'own' && !this.retained) void this.retainFirst(this.running);
    }
    return this.running;
  }

  get live(): Live | undefined {
    return this.kind === 'own' && vscode.workspace.isTrusted ? this.engine.live : undefined;
  }

  /** Whether there is a store at all: known without asking the engine. */
  get hasStore(): boolean {
    return existsSync(this.storeDir);
  }

  now(): number {
    return this.sample?.now ?? this.clock();
  }

  /** What the store holds; an absent store is empty, and no engine is started to say so. */
  async status(): Promise<StoreStatus> {
    this.use();
    return this.running === undefined && !this.hasStore ? NOTHING : this.engine.status();
  }

  async liveState(): Promise<LiveState> {
    if (this.running === undefined && !this.hasStore) return NOT_LIVE;
    return (await this.live?.state()) ?? NOT_LIVE;
  }

  /** Makes a sample as of now, loads it and turns the window to it. `undefined`: cancelled, and all is as it was. */
  async openSample({ signal, onLoading }: SampleOptions): Promise<LoadReport | undefined> {
    const folder = sampleFolder(this.sampleRoot, this.clock());
    const engine = this.start(folder.store);
    try {
      await engine.makeSample(folder.logs, { now: folder.now }, { signal });
      onLoading();
      const report = signal.aborted ? undefined : await engine.load([folder.logs], { signal, onProgress: onLoading });
      if (report !== undefined && !report.cancelled) {
        await this.turnTo(folder, engine);
        void removeOldSamples(this.sampleRoot, folder);
        return report;
      }
    } catch (error) {
      await this.discard(engine, folder);
      if (EngineError.is(error, 'cancelled')) return undefined;
      throw error;
    }
    await this.discard(engine, folder);
    return undefined;
  }

  /** Back to the user's own data. The sample's files are removed. */
  async closeSample(): Promise<void> {
    const folder = this.sample;
    if (folder === undefined) return;
    await this.turnTo(undefined, undefined);
    await removeSample(folder.dir);
  }

  /**
   * Loads log files into the user's own store, and then applies retention to it; from the sample the window turns to it. What was loaded
   * before a cancel stays.
   */
  async load(paths: readonly string[], options: CallOptions<LoadProgress>): Promise<Loaded> {
    if (this.kind === 'sample') await this.closeSample();
    const { engine } = this;
    return this.shown(
      options,
      ({ stored }) => stored,
      (told) => engine.load(paths, told),
      Infinity,
    );
  }

  /** Fetches from live accounts what is new, and tells the views as it comes. */
  sync(live: Live, request: SyncRequest, options: CallOptions<SyncProgress>): Promise<SyncReport> {
    return this.shown(
      options,
      ({ stored, resources }) => stored + resources,
      (told) => live.sync(request, told),
    );
  }

  /** Loads log files of S3, and tells the views as they come. */
  loadPrefix(live: Live, request: PrefixRequest, options: CallOptions<PrefixProgress>): Promise<PrefixReport> {
    return this.shown(
      options,
      (progress) => progress.new,
      (told) => live.loadPrefix(request, told),
    );
  }

  /**
   * Loads into the user's own store what these folders have that was not read before. Views are told also where another window has done
   * so since the last time.
   */
  async loadNew(folders: readonly string[], options: CallOptions<LoadProgress>): Promise<Loaded> {
    const { engine } = this;
    const report = await engine.loadNew(folders, options);
    if (report.new > 0 || (this.generation !== undefined && report.generation !== this.generation)) this.changed.fire();
    this.generation = report.generation;
    return report.new > 0 ? this.withRetention(engine, report, options.signal) : report;
  }

  /** Takes everything out of the store. */
  async clear(signal: AbortSignal): Promise<Dropped> {
    const dropped = await this.engine.clear({ signal });
    this.changed.fire();
    return dropped;
  }

  /** Asks everything again. */
  refresh(): void {
    this.changed.fire();
  }

  dispose(): void {
    for (const setting of this.settings) setting.dispose();
    this.changed.dispose();
    this.beginning.dispose();
    void this.running?.dispose();
    this.running = undefined;
  }

  /**
   * Works on the user's own store, tells the views as it goes, and then applies retention.
   * @param amount what there is to see at that moment
   */
  private async shown<P, T extends { readonly new: number; readonly resources?: number }>(
    options: CallOptions<P>,
    amount: (progress: P) => number,
    work: (options: CallOptions<P>) => Promise<T>,
    everyMs = SLOWLY_MS,
  ): Promise<T> {
    const { engine } = this;
    const shown = new Shown(() => this.changed.fire(), everyMs);
    const onProgress = (progress: P): void => {
      options.onProgress?.(progress);
      shown.tell(amount(progress));
    };
    const report = await work({ ...options, onProgress });
    shown.end(report.new + (report.resources ?? 0));
    return this.withRetention(engine, report, options.signal);
  }

  private async withRetention<T extends object>(
    engine: Engine,
    report: T,
    signal: AbortSignal | undefined,
  ): Promise<T & { readonly dropped?: Dropped }> {
    try {
      const dropped = await this.retain(engine, signal);
      return dropped === undefined ? report : { ...report, dropped };
    } catch (error) {
      tellFailure(this.deps.log, error);
      return report; // what was loaded is loaded
    }
  }

  /** Once in a window and not at activation; a store that can't be used is told to whoever asks it something. */
  private async retainFirst(engine: Engine): Promise<void> {
    this.retained = true;
    await this.retain(engine).catch((error: unknown) => this.deps.log.warn(`Retention was not applied: ${String(error)}`));
  }

  /**
   * Takes out of the store what is past the limits of the settings; `undefined`: nothing. Not called when a setting changes: on the way to
   * 30 days a person types 3.
   */
  private async retain(engine: Engine, signal?: AbortSignal): Promise<Dropped | undefined> {
    const limits = keepingLimits(); // also where there are none, for then more is worth to be fetched
    const dropped = await engine.retain(limits, this.clock(), signal === undefined ? {} : { signal });
    if (dropped.segments === 0) return undefined;
    this.deps.log.info(`Retention (${JSON.stringify(limits)}): ${dropped.events ?? 0} events dropped, ${dropped.bytes} bytes.`);
    this.changed.fire();
    return dropped;
  }

  private use(): void {
    if (this.used) return;
    this.used = true;
    this.beginning.fire();
  }

  private get storeDir(): string {
    return this.sample?.store ?? join(this.deps.storage, 'store');
  }

  private clock(): number {
    return (this.deps.clock ?? Date.now)();
  }

  private async turnTo(folder: SampleFolder | undefined, engine: RunningEngine | undefined): Promise<void> {
    const before = this.running;
    this.sample = folder;
    this.running = engine;
    await this.deps.memento.update(SAMPLE_KEY, folder?.now);
    this.changed.fire();
    await before?.dispose();
  }

  private async discard(engine: RunningEngine, folder: SampleFolder): Promise<void> {
    await engine.dispose();
    await removeSample(folder.dir);
  }

  private start(storeDir: string, live?: LiveOptions): RunningEngine {
    const { extensionPath, log } = this.deps;
    const settings = vscode.workspace.getConfiguration();
    const memoryLimitMB = settings.get<number | null>(SETTINGS.memoryLimit) ?? undefined;
    const threads = settings.get<number | null>(SETTINGS.threads) ?? undefined;
    return startEngine({
      storeDir,
      policiesDir: join(extensionPath, 'dist', 'policies'),
      enginePath: join(extensionPath, 'dist', 'engine.js'),
      log: (line) => log.info(line),
      onRestart: (message) => tellRestart(log, message),
      ...(memoryLimitMB !== undefined && { memoryLimitMB }),
      ...(threads !== undefined && { threads }),
      ...(live !== undefined && { live }),
    });
  }

  private settingsChanged(event: vscode.ConfigurationChangeEvent): void {
    const ofEngine = [SETTINGS.memoryLimit, SETTINGS.threads, ...NETWORK_SETTINGS];
    if (ofEngine.some((setting) => event.affectsConfiguration(setting))) this.restart();
    else if (event.affectsConfiguration(SETTINGS.regionsInUse)) this.changed.fire();
  }

  /** The next question starts an engine with what is in force now. */
  private restart(): void {
    void this.running?.dispose();
    this.running = undefined;
    this.changed.fire();
  }
}

/**
 * The views show what is there at once and then each time it has doubled: each look at the alerts costs the load something. What comes as
 * slowly as AWS gives it is looked at from time to time as well.
 */
class Shown {
  private amount = 0;
  private at = 0;

  constructor(
    private readonly show: () => void,
    private readonly everyMs: number,
  ) {}

  tell(amount: number): void {
    const late = amount > this.amount && performance.now() - this.at >= this.everyMs;
    if (amount === 0 || (amount < 2 * this.amount && !late)) return;
    this.amount = amount;
    this.at = performance.now();
    this.show();
  }

  end(amount: number): void {
    if (amount > this.amount) this.show();
  }
}
