let bundle: Readonly<Record<string, string>> = {};
let locale = 'en';

/** Sets the translations, by English text, and the language of dates and numbers. Called once, before anything is drawn. */
export function setLanguage(texts: Readonly<Record<string, string>>, language: string): void {
  bundle = texts;
  locale = language;
}

/** The language of dates and numbers, such as `ja`. */
export function language(): string {
  return locale;
}

/** The translation of an English text, `{0}` being the first argument; the English text where there is none. */
export function t(text: string, ...args: readonly (string | number)[]): string {
  const translated = Object.hasOwn(bundle, text) ? (bundle[text] ?? text) : text;
  return translated.replace(/\{(\d+)\}/g, (placeholder, index: string) => {
    const arg = args[Number(index)];
    return arg === undefined ? placeholder : typeof arg === 'number' ? count(arg) : arg;
  });
}

/** A number as people of this language write it: `1,234`. */
export function count(value: number): string {
  return value.toLocaleString(locale);
}
