import * as vscode from 'vscode';
import { shortName } from '../../domain/resource';
import { versionKey, type Version } from '../../domain/version';
import { SCHEMES } from '../ids';
import { visible } from '../markdown';
import { timeText } from '../text';
import { versionTitle } from '../version-text';
import type { ExplainedQuery } from './explanation';

/** A file name that tabs can show in full. */
const LONGEST_NAME = 120;

/** The document of a resource's configuration. The id is carried in the query, whatever it is made of; the path is what the tab shows. */
export function configurationUri(resource: string): vscode.Uri {
  return address(SCHEMES.configuration, resource, '.jsonc');
}

/** The document of one raw record. `name`: what a list of many shows of it; absent: the id. */
export function recordUri(eventId: string, name?: string): vscode.Uri {
  return address(SCHEMES.record, eventId, '.json', name);
}

/** Which version of which resource a document shows; no key: what there was before the first one. */
export interface VersionPlace {
  readonly resource: string;
  readonly key?: string;
  /** Of its call, where it comes from one. */
  readonly eventId?: string;
}

/** The document of a version; `undefined`: of what there was before it. */
export function versionUri(resource: string, version: Version | undefined): vscode.Uri {
  const called = version?.kind === 'call' ? { eventId: version.eventId } : {};
  const place: VersionPlace = { resource, ...(version !== undefined && { key: versionKey(version), ...called }) };
  const name = [shortName(resource), ...(version === undefined ? [] : [timeText(version.time), versionTitle(version, vscode.l10n.t)])].join(
    ' ',
  );
  return address(SCHEMES.version, JSON.stringify(place), '.json', name);
}

/** What the address of a version's document says. */
export function versionPlace(uri: vscode.Uri): VersionPlace | undefined {
  return uri.scheme === SCHEMES.version ? (JSON.parse(idOf(uri)) as VersionPlace) : undefined; // the address is ours
}

/** The document that explains a query; its id is what {@link ExplainedQuery} says, as JSON. `name`: of the query, where it has one. */
export function explanationUri(explained: ExplainedQuery, name: string | undefined): vscode.Uri {
  const tab = name === undefined ? vscode.l10n.t('Explanation') : vscode.l10n.t('Explanation of {0}', name);
  return address(SCHEMES.explanation, JSON.stringify(explained), '', tab);
}

/** The document that tells how fresh what is known of the connected accounts is. */
export function liveStatusUri(): vscode.Uri {
  return address(SCHEMES.live, '', '', vscode.l10n.t('Sync Status'));
}

/** The id in the address of one of our documents. */
export function idOf(uri: vscode.Uri): string {
  return Buffer.from(uri.query, 'base64url').toString('utf8');
}

/** What a record, a version or a configuration is about: an event id, or a resource. `undefined`: the document is none of these. */
export function subjectOf(uri: vscode.Uri): string | undefined {
  const version = versionPlace(uri);
  if (version !== undefined) return version.eventId ?? version.resource;
  return uri.scheme === SCHEMES.record || uri.scheme === SCHEMES.configuration ? idOf(uri) : undefined;
}

function address(scheme: string, id: string, suffix: string, name = id): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${fileName(name)}${suffix}`, query: Buffer.from(id, 'utf8').toString('base64url') });
}

/** `arn:aws:ecs:us-east-2:1:service/demo/web` → `arn_aws_ecs_us-east-2_1_service_demo_web`: no separators, nothing invisible. */
function fileName(id: string): string {
  const name = visible(id).replace(/[\\/:*?"<>|%#]+/g, '_');
  return name.length > LONGEST_NAME ? name.slice(-LONGEST_NAME) : name;
}
