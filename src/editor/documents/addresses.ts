import * as vscode from 'vscode';
import { SCHEMES } from '../ids';
import { visible } from '../markdown';
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

/** The document that explains a query; its id is what {@link ExplainedQuery} says, as JSON. `name`: of the query, where it has one. */
export function explanationUri(explained: ExplainedQuery, name: string | undefined): vscode.Uri {
  const tab = name === undefined ? vscode.l10n.t('Explanation') : vscode.l10n.t('Explanation of {0}', name);
  return address(SCHEMES.explanation, JSON.stringify(explained), '', tab);
}

/** The id in the address of one of our documents. */
export function idOf(uri: vscode.Uri): string {
  return Buffer.from(uri.query, 'base64url').toString('utf8');
}

/** What a record or a configuration is about: an event id, or a resource. `undefined`: the document is neither. */
export function subjectOf(uri: vscode.Uri): string | undefined {
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
