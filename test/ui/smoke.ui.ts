import { scenario } from './support/scenario';

const VIEWS = ['Accounts', 'Alerts'];

export default [
  scenario('smoke: the icon in the activity bar shows the views', async (workbench) => {
    await workbench.activity('Nephoscope');
    for (const view of VIEWS) await workbench.page.locator('.pane-header').getByText(view, { exact: true }).waitFor();
    await workbench.shot('smoke');
  }),
];
