import { isObject, type JsonObject, type JsonValue } from '../../domain/json';
import { regionLabel } from '../../domain/regions';
import type { Configuration, Source } from '../../domain/version';
import { visible } from '../markdown';

/** `vscode.l10n.t`, handed in so that this stays free of the editor. */
export type Translate = (message: string, ...values: readonly string[]) => string;

/** A line of the header that names the record a part came from: `//   $.networkInterface ← <event id>`. */
export const SOURCE_LINE = /^\/\/ {3}\S.* ← ([\w-]+)$/;

/** An element of a list: the list and its number. */
const ELEMENT = /^(.*)\[(\d+)\]$/;

/** JSON with comments: what the resource is and where each part comes from, then its configuration. No value can leave its comment line. */
export function configurationText(configuration: Configuration, t: Translate): string {
  const { resource, type, account, region, status, asOf, sources, unknown } = configuration;
  const facts: readonly (readonly [label: string, value: string])[] = [
    [t('Resource'), resource],
    [t('Type'), type === '' ? t('(unknown)') : type],
    [t('Account'), account],
    [t('Region'), regionLabel(region)],
    [t('Status'), status === 'deleted' ? t('deleted; this is its last known configuration') : t('active')],
    [t('As of'), asOf],
  ];
  const isSeen = sources.length > 0 && sources.every(({ eventId }) => eventId === undefined);
  const sourceLine = ({ path, eventId }: Source): string =>
    `//   ${visible(path)} ← ${eventId === undefined ? t('the account itself') : visible(eventId)}`;
  const header = [
    ...facts.map(([label, value]) => `// ${label}: ${visible(value)}`),
    ...(isSeen
      ? [`// ${t('As the account itself answered.')}`]
      : [`// ${t('Rebuilt from these records:')}`, ...together(sources).map(sourceLine)]),
    ...(unknown.length === 0 ? [] : [`// ${t('What can’t be known:')}`]),
    ...unknown.map(
      ({ path, reason }) => `//   ${path === undefined ? '' : `${visible(path)}: `}${t(reason.text, ...reason.args.map(argument))}`,
    ),
  ];
  return `${header.join('\n')}\n${versionText(configuration.configuration)}`;
}

/** Elements of one list that follow each other and come from the same place, as one line: `$.events[0…11]`. */
function together(sources: readonly Source[]): readonly Source[] {
  const lines: Source[] = [];
  let first: string | undefined;
  for (const [n, source] of sources.entries()) {
    const { path, eventId } = source;
    const [, list, number] = ELEMENT.exec(path) ?? [];
    const before = sources[n - 1];
    const follows = before !== undefined && before.eventId === eventId && before.path === `${list ?? ''}[${Number(number) - 1}]`;
    if (follows) lines[lines.length - 1] = { ...source, path: `${list ?? ''}[${first ?? ''}…${number ?? ''}]` };
    else {
      first = number;
      lines.push(source);
    }
  }
  return lines;
}

/** JSON with its keys in order, so that two versions differ in nothing but what has changed. */
export function versionText(configuration: JsonObject): string {
  return `${JSON.stringify(ordered(configuration), undefined, 2)}\n`;
}

function ordered(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(ordered);
  if (!isObject(value)) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, member === undefined ? undefined : ordered(member)]));
}

function argument(value: string | number): string {
  return typeof value === 'number' ? String(value) : visible(value);
}

/** The document of a resource that no record describes. */
export function unknownText(resource: string, t: Translate): string {
  return `// ${t('No record describes the configuration of this resource:')}\n//   ${visible(resource)}\n{}\n`;
}
