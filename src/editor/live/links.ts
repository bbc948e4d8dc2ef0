import * as vscode from 'vscode';

/** Pages of AWS's documentation that messages lead to: ours to choose, never a record's. */
export const PAGES = {
  profiles: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-configure.html',
  signIn: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sso.html',
} as const;

export async function openPage(page: keyof typeof PAGES): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(PAGES[page], true));
}
