import { ALERT_STATUSES, type Alert } from '../domain/alert';
import { isSeverity, severityRank, SEVERITIES } from '../domain/severity';
import { formatInstant, resolveRange } from '../domain/time';
import type { Engine } from '../engine/api';
import { completionSource } from '../engine/completion-source';
import { complete } from '../rql/completion';
import { format } from '../rql/format';
import { Positions, checkRows } from '../rql/positions';
import { config, history } from './config';
import { accounts, connect, profiles, sync } from './live';
import { search } from './search';
import { sql } from './sql';
import { stories } from './stories';
import { trace } from './trace';
import { loadPrefix, trails, validate } from './trails';
import { clear, exportCommand, retain } from './keeping';
import { ALL, nowOf, rangeOf, readText, required, UsageError, wholeNumber, type Arguments } from './arguments';
import { tell, writeJson, writeText } from './output';

/** What a command may use. The engine of a store is opened when it is asked for. */
export interface Context {
  readonly args: Arguments;
  readonly signal: AbortSignal;
  readonly engine: (storeDir: string) => Engine;
}

export interface Command {
  /** One line: how it is called. */
  readonly usage: string;
  readonly options: readonly string[];
  /** Resolves to the exit status. */
  run(context: Context): Promise<number>;
}

const load: Command = {
  usage: 'load --store DIR PATH…',
  options: ['store'],
  async run({ args, signal, engine }) {
    if (args.rest.length === 0) throw new UsageError('load needs at least one file or folder.');
    const { cancelled, ...report } = await engine(required(args, 'store')).load(args.rest, {
      signal,
      onProgress: ({ filesDone, filesTotal, events }) => tell(`${filesDone} of ${filesTotal} files, ${events} events`),
    });
    writeJson(report);
    if (cancelled) tell('Cancelled. What was loaded by then is kept.');
    return cancelled || (report.files === 0 && report.rejected.length > 0) ? 1 : 0;
  },
};

const sample: Command = {
  usage: 'sample --out DIR [--seed N] [--now ISO]',
  options: ['out', 'seed', 'now'],
  async run({ args, signal, engine }) {
    const seed = args.options['seed'] === undefined ? {} : { seed: wholeNumber(args, 'seed', 0) };
    const out = required(args, 'out');
    writeJson(await engine(out).makeSample(out, { ...seed, now: nowOf(args) }, { signal }));
    return 0;
  },
};

const alerts: Command = {
  usage: 'alerts --store DIR [--time T] [--now ISO] [--status S] [--fail-on SEVERITY]',
  options: ['store', 'time', 'now', 'status', 'fail-on'],
  async run({ args, signal, engine }) {
    const failOn = args.options['fail-on'];
    if (failOn !== undefined && !isSeverity(failOn)) throw new UsageError(`--fail-on takes ${SEVERITIES.join(', ')}, not "${failOn}".`);
    const status = args.options['status'];
    if (status !== undefined && !ALERT_STATUSES.some((known) => known === status))
      throw new UsageError(`--status takes ${ALERT_STATUSES.join(', ')}, not "${status}".`);
    const window = resolveRange(rangeOf(args.options['time'], ALL), nowOf(args));
    const opened = engine(required(args, 'store'));
    const found = (await opened.alerts({ window }, { signal })).filter((alert) => status === undefined || alert.status === status);
    const told = found.length === 0 ? [] : await opened.stories({ window }, { signal });
    const storyOf = new Map(told.flatMap(({ id, alerts }) => alerts.map((alert) => [alert, id] as const)));
    for (const alert of found) writeJson(alertRow(alert, storyOf.get(alert.id)));
    return failOn !== undefined && found.some(({ severity }) => severityRank(severity) <= severityRank(failOn)) ? 3 : 0;
  },
};

function alertRow(alert: Alert, story: string | undefined): object {
  const { id, policy, type, severity, status, account, region, resource, actor, firstSeen, lastSeen, events } = alert;
  const times = { firstSeen: formatInstant(firstSeen), lastSeen: formatInstant(lastSeen) };
  return { id, policy, type, severity, status, account, region, resource, actor, ...times, events, story: story ?? null };
}

const check: Command = {
  usage: 'check FILE.rql',
  options: [],
  async run({ args }) {
    const rows = checkRows(await readText(oneFile(args)));
    for (const row of rows) writeJson(row);
    return rows.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

const completion: Command = {
  usage: 'complete --store DIR --file F.rql --line L --character C [--time T] [--now ISO]',
  options: ['store', 'file', 'line', 'character', 'time', 'now'],
  async run({ args, signal, engine }) {
    const text = await readText(required(args, 'file'));
    const position = { line: wholeNumber(args, 'line', 0), character: wholeNumber(args, 'character', 0) };
    const source = completionSource(engine(required(args, 'store')), rangeOf(args.options['time'], ALL), nowOf(args));
    for (const item of await complete(text, new Positions(text).offset(position), source, signal))
      writeJson({ label: item.label, kind: item.kind, detail: item.detail ?? '', insertText: item.insertText });
    return 0;
  },
};

const formatCommand: Command = {
  usage: 'format FILE.rql',
  options: [],
  async run({ args }) {
    writeText(format(await readText(oneFile(args))));
    return 0;
  },
};

function oneFile(args: Arguments): string {
  const [file, ...more] = args.rest;
  if (file === undefined || more.length > 0) throw new UsageError(`${args.command} takes one file.`);
  return file;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  load,
  sample,
  search,
  alerts,
  stories,
  config,
  history,
  trace,
  export: exportCommand,
  retain,
  clear,
  check,
  complete: completion,
  format: formatCommand,
  sql,
  profiles,
  connect,
  sync,
  accounts,
  trails,
  'load-prefix': loadPrefix,
  validate,
};
