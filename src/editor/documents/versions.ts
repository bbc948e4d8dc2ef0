import type * as vscode from 'vscode';
import { resourceType, shortName } from '../../domain/resource';
import { versionKey, type Version } from '../../domain/version';
import type { Session } from '../session';
import type { VersionPlace } from './addresses';
import { versionText } from './configuration-text';

/** Resources whose histories are kept at hand. */
const MOST_KEPT = 20;

/** The histories of resources, each asked for once for as long as the data stays the same. */
export class Histories implements vscode.Disposable {
  private readonly kept = new Map<string, Promise<readonly Version[]>>();
  private readonly watched: vscode.Disposable;

  constructor(private readonly session: Session) {
    this.watched = session.onDidChange(() => this.kept.clear());
  }

  /** Oldest first. */
  of(resource: string): Promise<readonly Version[]> {
    const known = this.kept.get(resource);
    if (known !== undefined) return known;
    const asked = this.session.engine.history(resource);
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(resource, asked);
    asked.catch(() => this.kept.delete(resource));
    return asked;
  }

  /** The text of a version's document: nothing is left of what was deleted, so that the diff shows what there was. */
  async text(id: string): Promise<string> {
    const { resource, key } = JSON.parse(id) as VersionPlace; // the address is ours
    const version = (await this.of(resource)).find((one) => versionKey(one) === key);
    return versionText(version === undefined || version.change === 'deleted' ? {} : version.configuration);
  }

  dispose(): void {
    this.watched.dispose();
  }
}

/** `sg-…`, or for an ARN the type and the name: what a title has room for. */
export function resourceLabel(resource: string): string {
  const type = resourceType(resource);
  return resource.startsWith('arn:') && type !== '' ? `${type.slice(type.lastIndexOf(':') + 1)} ${shortName(resource)}` : resource;
}
