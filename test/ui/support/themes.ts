/** The four kinds of theme, each by one that comes with VS Code, and the class by which the workbench shows that it is in force. */
export const THEMES = {
  dark: { id: 'Dark Modern', mark: 'vs-dark' },
  light: { id: 'Light Modern', mark: 'vs' },
  'high-contrast': { id: 'Default High Contrast', mark: 'hc-black' },
  'high-contrast-light': { id: 'Default High Contrast Light', mark: 'hc-light' },
} as const;

export type Theme = keyof typeof THEMES;
