import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startHost, workbenchUrl } from '../../../scripts/lib/host.mjs';
import { root } from '../../../scripts/lib/paths.mjs';
import type { DoubleOptions } from '../../aws/double';
import { startLive } from '../../aws/live';
import { THEMES, type Theme } from './themes';
import { Workbench } from './workbench';

export interface OpenOptions {
  /** User settings beyond the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** The display language: the extension's own texts follow it; the workbench's stay English, as there is no language pack. */
  readonly locale?: 'en' | 'ja';
  /** A folder to open as it is; without it a new empty one. */
  readonly folder?: string;
  /** Files to put into the new folder: text by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * Starts a double of AWS for this workbench alone, and opens it in the environment that leads there: `{}` has the sample's world as of now.
   * `Workbench.live` is where a walk reaches it.
   */
  readonly live?: DoubleOptions;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface OpenWorkbench {
  readonly workbench: Workbench;
  /** Ends the page and the host, and removes what belonged to them. */
  readonly close: () => Promise<void>;
}

const WORKBENCH_TIMEOUT_MS = 20_000;
const BROWSER_LOCALE = { en: 'en-US', ja: 'ja-JP' } as const;

async function makeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nephoscope-ui-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Starts a VS Code host with this checkout as an installed extension and no data, and opens its workbench on a folder. */
export async function openWorkbench(browser: Browser, options: OpenOptions = {}): Promise<OpenWorkbench> {
  const { locale = 'en', theme = 'dark', viewport = { width: 1280, height: 800 } } = options;
  const live = options.live === undefined ? undefined : await startLive(options.live);
  const host = await startHost({
    extensions: [root],
    settings: { 'workbench.colorTheme': THEMES[theme].id, ...options.settings },
    endWithPage: true,
    ...(live === undefined ? {} : { env: live.environment }),
    ...(process.env['HOST_VERBOSE'] === '1' ? { onLog: (text: string) => process.stderr.write(text) } : {}),
  });
  const ownFolder = options.folder === undefined;
  const folder = options.folder ?? (await makeFolder(options.files ?? {}));
  const context = await browser.newContext({ viewport, locale: BROWSER_LOCALE[locale] });
  const close = async () => {
    await context.close();
    await host.stop();
    if (ownFolder) await rm(folder, { recursive: true, force: true });
    await live?.close();
  };
  try {
    // The workbench asks this global for its language and hands it on to the extension host; only a language pack would set it otherwise.
    await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(locale)};`);
    const page = await context.newPage();
    page.setDefaultTimeout(WORKBENCH_TIMEOUT_MS);
    await page.goto(workbenchUrl(host.base, { folder }), { waitUntil: 'commit' });
    await page.locator('.monaco-workbench').waitFor();
    return {
      workbench: new Workbench(page, { folder, settingsFile: host.settingsFile, serverPid: host.pid, live }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
