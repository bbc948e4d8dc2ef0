import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readingTexts } from '../../../src/provenance/stories/readings/weigh';
import { titleTexts } from '../../../src/provenance/stories/titles';
import { UNKNOWN_TEXTS } from '../../../src/provenance/unknown';
import { TEXTS } from '../../../src/rql/texts';

const bundle = JSON.parse(readFileSync('l10n/bundle.l10n.ja.json', 'utf8')) as Readonly<Record<string, string>>;
/** `l10n.t('…')` and `t('…')`, in either kind of quotes. */
const CALL = /\bt\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;

/** The texts for people in the host's and the browser's side. */
function texts(): ReadonlySet<string> {
  const files = ['src/editor', 'webview-ui'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((file) => (file.endsWith('.ts') ? [join(folder, file)] : [])),
  );
  const found = files.flatMap((file) =>
    Array.from(readFileSync(file, 'utf8').matchAll(CALL), ([, single, double]) => single ?? double ?? ''),
  );
  return new Set(
    found.map((text) =>
      text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))).replace(/\\(.)/g, '$1'),
    ),
  );
}

it('finds every text in Japanese, and none left over', () => {
  const tables = [...Object.values(UNKNOWN_TEXTS), ...TEXTS, ...titleTexts(), ...readingTexts()];
  expect(Object.keys(bundle).sort()).toEqual([...new Set([...texts(), ...tables])].sort());
});

it('keeps the places of values', () => {
  const places = (text: string) => Array.from(text.matchAll(/\{\d\}/g), ([place]) => place).sort();
  for (const [text, translation] of Object.entries(bundle)) expect([text, places(translation)]).toEqual([text, places(text)]);
});
