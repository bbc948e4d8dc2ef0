import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from '../../../scripts/lib/paths.mjs';
import type { LiveStart } from '../../aws/live';
import { THEMES, type Theme } from './themes';

const SHOTS = join(root, 'test/ui/shots');
/** What is drawn after the last change that a test can wait for: a hover fading out, a frame of a webview. */
const SETTLE_MS = 400;
const POLL_MS = 100;
/** In a browser the workbench writes its state down every five seconds when it has nothing else to do, and can't as it goes. */
const SAVED_MS = 8_000;
/** Until the palette is open: a webview that is shown a moment later takes the focus and closes it. */
const PALETTE_MS = 4_000;
const PALETTE_TRIES = 5;
/** Until a webview is there, also on a machine that does much else. */
const WEBVIEW_MS = 40_000;

/** What stands behind a workbench's page. */
export interface WorkbenchHost {
  readonly folder: string;
  readonly settingsFile: string;
  readonly serverPid: number | undefined;
  readonly live?: Pick<LiveStart, 'double' | 'home'> | undefined;
}

/** The parts of the real workbench that scenarios touch, by the names a person sees. */
export class Workbench {
  private changedSettings: Readonly<Record<string, unknown>> = {};

  constructor(
    readonly page: Page,
    private readonly host: WorkbenchHost,
  ) {}

  /** The folder that is open. */
  get folder(): string {
    return this.host.folder;
  }

  /** Of the process that has the extension host for a child. */
  get serverPid(): number | undefined {
    return this.host.serverPid;
  }

  /** The AWS that it is connected to, and the home folder with the profiles. @throws where the scenario has no `live` */
  get live(): Pick<LiveStart, 'double' | 'home'> {
    if (this.host.live === undefined) throw new Error('This workbench was opened without a double of AWS.');
    return this.host.live;
  }

  /** Shows the side bar behind an icon of the activity bar. */
  async activity(name: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    await tab.waitFor();
    // A click on the tab that is shown already would hide its side bar.
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** Opens a view of the side bar that may be folded. */
  async view(name: string): Promise<void> {
    const header = this.page.locator('.pane-header').filter({ has: this.page.getByText(name, { exact: true }) });
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
  }

  /** A tree view by the name of its view. */
  tree(name: string): Locator {
    return this.page.getByRole('tree', { name });
  }

  /** Runs a command from the palette by its whole title, category included. */
  async command(title: string): Promise<void> {
    await this.palette(title);
    await this.pick(title);
  }

  private async palette(title: string, left = PALETTE_TRIES): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.quickInput.locator('input').first();
    try {
      await input.fill(`>${title}`, { timeout: PALETTE_MS });
    } catch (error) {
      if (left <= 1) throw error;
      await this.palette(title, left - 1);
    }
  }

  /** Reloads the window once the workbench has written down what it shows. */
  async reload(): Promise<void> {
    await this.page.waitForTimeout(SAVED_MS);
    await this.page.reload();
  }

  /** The quick pick or input box that is open. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  /** Chooses an entry of the open quick pick by its label. */
  async pick(label: string): Promise<void> {
    const row = this.quickInput.locator('.monaco-list-row').filter({ has: this.page.getByText(label, { exact: true }) });
    await row.first().click();
    await row.first().waitFor({ state: 'hidden' });
  }

  /** Chooses an entry of the open context menu by its label. */
  async menu(label: string): Promise<void> {
    const item = this.page
      .locator('.context-view .action-item')
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first();
    // A menu that has only just opened takes no notice of a click.
    for (let attempt = 0; attempt < 5; attempt++) {
      await item.click();
      const closed = item.waitFor({ state: 'hidden', timeout: 1000 }).then(
        () => true,
        () => false,
      );
      if (await closed) return;
    }
    throw new Error(`The menu stays open after "${label}" was chosen.`);
  }

  /** Types into the open input box and accepts it. */
  async answer(text: string): Promise<void> {
    await this.quickInput.locator('input').first().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Names a file or folder in the dialog that is open, which may put its own proposal in late, and accepts it. */
  async namePath(path: string): Promise<void> {
    const input = this.quickInput.locator('input').first();
    do {
      await input.fill(path);
      await this.page.waitForTimeout(SETTLE_MS);
    } while ((await input.inputValue()) !== path);
    await this.quickInput.getByRole('button', { name: 'OK' }).click();
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+P');
    await this.quickInput.locator('input').first().fill(name);
    await this.quickInput.getByRole('option', { name }).first().click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** The lines that the active text editor shows. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .view-lines').first();
  }

  /** The rows of the open completion list. */
  get suggestions(): Locator {
    return this.page.locator('.suggest-widget.visible .monaco-list-row');
  }

  /** Toasts that hold this text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text });
  }

  /** The document of a webview by its title, once it is there. */
  async webview(title: string): Promise<FrameLocator> {
    const deadline = Date.now() + WEBVIEW_MS;
    while (Date.now() < deadline) {
      for (const outer of await this.page.locator('iframe.webview.ready').all()) {
        const id = await outer.getAttribute('name').catch(() => null);
        const found = id === null ? undefined : this.page.frameLocator(`iframe.webview[name="${id}"]`);
        const active = found?.locator(`iframe#active-frame[title="${title}"]`);
        if (active && (await active.count().catch(() => 0)) > 0) return active.contentFrame();
      }
      await this.page.waitForTimeout(POLL_MS);
    }
    throw new Error(`No webview with the title ${title} came up.`);
  }

  /** Changes settings for this window; they take effect at once. Those of scope `application` cannot be changed so. */
  async settings(change: Readonly<Record<string, unknown>>): Promise<void> {
    this.changedSettings = { ...this.changedSettings, ...change };
    await writeFile(this.host.settingsFile, JSON.stringify(this.changedSettings));
  }

  async setTheme(theme: Theme): Promise<void> {
    const { id, mark } = THEMES[theme];
    await this.settings({ 'workbench.colorTheme': id });
    await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
  }

  /** Writes what the window shows to test/ui/shots/NAME.png. */
  async shot(name: string): Promise<void> {
    await mkdir(SHOTS, { recursive: true });
    await this.page.waitForTimeout(SETTLE_MS);
    await this.page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
}
