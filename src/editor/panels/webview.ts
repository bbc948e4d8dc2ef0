import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { NAMED_REGIONS, regionName } from '../../domain/regions';
import type { Init } from '../../protocol/common';

/** What a webview may load: its own bundle and nothing else. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [bundleFolder(extensionUri)] };
}

/** Folders below `webview-ui`, and names of their bundles. */
type Page = 'dashboard' | 'results' | 'chain';

/** The page of one webview: a script and a stylesheet of the given name from `dist/webview`, under a policy that runs nothing else. */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, name: Page, title: string): string {
  const nonce = randomBytes(16).toString('hex');
  const styleNonce = randomBytes(16).toString('hex'); // the toolkit finds it in the page, and tries out a style with it
  const file = (suffix: string) => webview.asWebviewUri(vscode.Uri.joinPath(bundleFolder(extensionUri), `${name}.${suffix}`)).toString();
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource} 'nonce-${styleNonce}'`,
    `script-src 'nonce-${nonce}'`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escape(vscode.env.language)}">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${styleNonce}">
<link rel="stylesheet" href="${escape(file('css'))}">
<title>${escape(title)}</title>
</head>
<body>
<script type="module" nonce="${nonce}" src="${escape(file('js'))}"></script>
</body>
</html>`;
}

/** The answer to `init`. */
export function initialise(): Init {
  return {
    bundle: vscode.l10n.bundle ?? {},
    locale: vscode.env.language,
    regions: Object.fromEntries(NAMED_REGIONS.map((code) => [code, regionName(code) ?? code])),
  };
}

function bundleFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
