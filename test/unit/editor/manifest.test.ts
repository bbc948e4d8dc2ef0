import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS, CONTAINER, CONTEXTS, LANGUAGE, ROWS, SETTINGS, SUBMENUS, VIEWS, WALKTHROUGH, WEBVIEWS } from '../../../src/editor/ids';

interface Item {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}
interface Manifest {
  readonly main: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly enablement?: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
    readonly submenus: readonly { readonly id: string; readonly label: string }[];
    readonly keybindings: readonly Item[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription?: string; readonly scope?: string }>>;
    };
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly language?: string; readonly path: string }[];
    readonly yamlValidation: readonly { readonly url: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly markdown: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
  };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json') as Manifest;
const { contributes } = manifest;
const english = read('package.nls.json') as Readonly<Record<string, string>>;
const japanese = read('package.nls.ja.json') as Readonly<Record<string, string>>;

const commandIds = Object.values<string>(COMMANDS);
const viewIds = Object.values<string>(VIEWS);
const menuItems = Object.values(contributes.menus).flat();
const links = (text: string) => Array.from(text.matchAll(/\(command:([^)]+)\)/g), ([, id]) => id);

describe('the manifest and the code', () => {
  it('name the same commands, views, settings and language', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(commandIds.toSorted());
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual([CONTAINER]);
    expect(contributes.views[CONTAINER]?.map(({ id }) => id).sort()).toEqual(viewIds.toSorted());
    expect(Object.keys(contributes.configuration.properties).sort()).toEqual(Object.values<string>(SETTINGS).sort());
    expect(contributes.submenus.map(({ id }) => id)).toEqual(Object.values(SUBMENUS));
    expect(contributes.languages.map(({ id }) => id)).toEqual([LANGUAGE]);
    expect(contributes.grammars.flatMap(({ language }) => language ?? [])).toEqual([LANGUAGE]);
    expect(contributes.walkthroughs.map(({ id }) => id)).toEqual([WALKTHROUGH]);
  });

  it('use in menus, keys, welcomes and walkthrough only what there is', () => {
    const used = [
      ...[...menuItems, ...contributes.keybindings].flatMap(({ command }) => (command === undefined ? [] : [command])),
      ...[english, japanese].flatMap((texts) => Object.values(texts).flatMap(links)),
      ...contributes.walkthroughs
        .flatMap(({ steps }) => steps)
        .flatMap(({ completionEvents }) => completionEvents.map((event) => event.replace('onCommand:', ''))),
    ];
    const known = [...commandIds, 'workbench.trust.manage']; // the editor's own page
    expect(used.filter((id) => id === undefined || !known.includes(id))).toEqual([]);
    expect(contributes.viewsWelcome.filter(({ view }) => !viewIds.includes(view))).toEqual([]);
    expect(menuItems.flatMap(({ submenu }) => submenu ?? [])).toEqual(Object.values(SUBMENUS));
  });

  it('ask in when-clauses only for context keys, views and rows that there are', () => {
    const clauses = [...menuItems, ...contributes.viewsWelcome, ...contributes.keybindings].map(({ when }) => when ?? '');
    const all = [...clauses, ...contributes.commands.map(({ enablement }) => enablement ?? '')].join(' \n');
    const ours = Array.from(all.matchAll(/nephoscope\.[A-Za-z]+/g), ([name]) => name);
    const known: readonly string[] = [...Object.values(CONTEXTS), ...Object.values(WEBVIEWS), ...viewIds];
    expect(ours.filter((name) => !known.includes(name))).toEqual([]);
    const rows = Array.from(
      all.matchAll(/viewItem (?:== (\w+)|=~ \/\^\(([\w|]+)\)\$\/)/g),
      ([, one, many]) => one ?? many?.split('|') ?? [],
    ).flat();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !Object.values<string>(ROWS).includes(row))).toEqual([]);
  });

  it('offer both ways to data in the welcome of every view', () => {
    for (const view of viewIds) {
      const empty = contributes.viewsWelcome.find((welcome) => welcome.view === view && welcome.when === `!${CONTEXTS.hasData}`);
      const text = english[empty?.contents.slice(1, -1) ?? ''] ?? '';
      expect(links(text)).toEqual(expect.arrayContaining([COMMANDS.openSample, COMMANDS.openLogs]));
    }
  });

  it('point at files that are there', () => {
    const files = [
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...contributes.languages.map(({ configuration }) => configuration),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.yamlValidation.map(({ url }) => url),
      ...[english, japanese].flatMap((texts) => Object.entries(texts).flatMap(([key, text]) => (key.endsWith('.page') ? [text] : []))),
    ];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('describe every setting and say how far it reaches', () => {
    const bare = Object.entries(contributes.configuration.properties).filter(
      ([, { markdownDescription, scope }]) => markdownDescription === undefined || scope === undefined,
    );
    expect(bare).toEqual([]);
  });
});

describe('the texts of the manifest', () => {
  it('are all in English and Japanese, and none is left over', () => {
    const used = new Set(Array.from(JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g), ([, key]) => key));
    expect(Object.keys(english).sort()).toEqual([...used].sort());
    expect(Object.keys(japanese).sort()).toEqual([...used].sort());
  });

  it('offer the same links in both', () => {
    for (const [key, text] of Object.entries(english)) expect([key, links(japanese[key] ?? '')]).toEqual([key, links(text)]);
  });
});
