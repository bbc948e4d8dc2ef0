import { regionLabel } from '../../domain/regions';
import type { ResourceConfiguration } from '../../engine/api';
import { visible } from '../markdown';

/** `vscode.l10n.t`, handed in so that this stays free of the editor. */
export type Translate = (message: string, ...values: readonly string[]) => string;

/** A line of the header that names the record a part came from: `//   $.networkInterface ← <event id>`. */
export const SOURCE_LINE = /^\/\/ {3}\S.* ← (\S+)$/;

/** JSON with comments: what the resource is and where each part comes from, then its configuration. No value can leave its comment line. */
export function configurationText(configuration: ResourceConfiguration, t: Translate): string {
  const { resource, type, account, region, status, asOf, sources } = configuration;
  const facts: readonly (readonly [label: string, value: string])[] = [
    [t('Resource'), resource],
    [t('Type'), type === '' ? t('(unknown)') : type],
    [t('Account'), account],
    [t('Region'), regionLabel(region)],
    [t('Status'), status === 'deleted' ? t('deleted; this is its last known configuration') : t('active')],
    [t('As of'), asOf],
  ];
  const header = [
    ...facts.map(([label, value]) => `// ${label}: ${visible(value)}`),
    `// ${t('Rebuilt from these records:')}`,
    ...sources.map(({ path, eventId }) => `//   ${visible(path)} ← ${visible(eventId)}`),
  ];
  return `${header.join('\n')}\n${JSON.stringify(configuration.configuration, undefined, 2)}\n`;
}

/** The document of a resource that no record describes. */
export function unknownText(resource: string, t: Translate): string {
  return `// ${t('No record describes the configuration of this resource:')}\n//   ${visible(resource)}\n{}\n`;
}
