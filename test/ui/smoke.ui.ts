import { scenario } from './support/scenario';

const VIEWS = ['Accounts', 'Alerts', 'Investigations'];

const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

export default [
  scenario('smoke: the icon in the activity bar shows the views', async (workbench) => {
    await workbench.activity('Nephoscope');
    for (const view of VIEWS) await workbench.page.locator('.pane-header').getByText(view, { exact: true }).waitFor();
    await workbench.shot('smoke');
  }),

  scenario(
    'smoke: the views are named in Japanese where that is the language',
    async (workbench) => {
      await workbench.activity('Nephoscope');
      await workbench.page
        .locator('.pane-header')
        .filter({ hasText: JAPANESE })
        .nth(VIEWS.length - 1)
        .waitFor();
      await workbench.shot('smoke-ja');
    },
    { locale: 'ja' },
  ),
];
