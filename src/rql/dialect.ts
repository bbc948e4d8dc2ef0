import { EVENT_ATTRIBUTES, eventAttribute, RENAMED, type Attribute } from './attributes';
import { CONFIG_ATTRIBUTES, CONFIG_RENAMED, configAttribute, isConfigOnly, UNSUPPORTED_CONFIG } from './config-attributes';
import type { DiagnosticCode } from './diagnostic';

/** What tells a condition on events from one on resources. */
export interface Dialect {
  readonly attributes: readonly Attribute[];
  /** Attributes that are recognised and not understood yet. `flag`: stands alone. */
  readonly unsupported: readonly { readonly name: string; readonly flag: boolean }[];
  /** Words people write for an attribute, by the attribute they mean. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The attribute of that name, in any case. */
  find(name: string): Attribute | undefined;
  /** Whether only the other kind of query has such an attribute. */
  isForeign(name: string): boolean;
  /** How what follows a condition begins, as completion writes it. */
  readonly tails: readonly string[];
  /** The same, where it stands. */
  readonly tail: RegExp;
  readonly codes: {
    readonly condition: DiagnosticCode;
    readonly unknown: DiagnosticCode;
    readonly renamed: DiagnosticCode;
    readonly foreign: DiagnosticCode;
    readonly column: DiagnosticCode;
  };
}

export const EVENTS: Dialect = {
  attributes: EVENT_ATTRIBUTES,
  unsupported: [],
  renamed: RENAMED,
  find: eventAttribute,
  isForeign: isConfigOnly,
  tails: ['addcolumn', 'limit search records to', '| count by', '| timechart'],
  tail: /\||(?<![\w.$-])(?:addcolumn|limit|group\s+by)(?![\w.-])/iy,
  codes: {
    condition: 'condition-expected',
    unknown: 'attribute-unknown',
    renamed: 'attribute-renamed',
    foreign: 'attribute-of-config',
    column: 'column-expected',
  },
};

export const RESOURCES: Dialect = {
  attributes: CONFIG_ATTRIBUTES,
  unsupported: UNSUPPORTED_CONFIG,
  renamed: CONFIG_RENAMED,
  find: configAttribute,
  isForeign: (name) => configAttribute(name) === undefined && eventAttribute(name) !== undefined,
  tails: ['as', 'addcolumn', 'limit search records to', 'group by'],
  tail: /\||(?<![\w.$-])(?:addcolumn|limit|group\s+by|as(?=\s|$))(?![\w.-])/iy,
  codes: {
    condition: 'config-condition-expected',
    unknown: 'config-attribute-unknown',
    renamed: 'config-attribute-renamed',
    foreign: 'attribute-of-events',
    column: 'config-column-expected',
  },
};
