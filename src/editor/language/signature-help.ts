import * as vscode from 'vscode';
import { localised } from './document';

/** Signs that open the help, and those that take it to the next parameter. */
export const SIGNATURE_TRIGGERS = ['(', ','];

/** Shows the parameters of a function, or that an operator takes a list, while they are typed. */
export const querySignatures: vscode.SignatureHelpProvider = {
  async provideSignatureHelp(document, position) {
    const { signatureHelp } = await import('../../rql/signature-help');
    const found = signatureHelp(document.getText(), document.offsetAt(position));
    if (found === undefined) return undefined;
    const signature = new vscode.SignatureInformation(found.label, localised(found.doc));
    signature.parameters = found.parameters.map(([start, end]) => new vscode.ParameterInformation([start, end]));
    const help = new vscode.SignatureHelp();
    help.signatures = [signature];
    help.activeSignature = 0;
    help.activeParameter = found.active;
    return help;
  },
};
