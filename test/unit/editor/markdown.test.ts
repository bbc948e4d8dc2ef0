import { describe, expect, it } from 'vitest';
import { codeSpan, escapeMarkdown, visible, withoutIcons, withoutLinks } from '../../../src/editor/markdown';

describe('text from log records', () => {
  it('keeps no sign that Markdown or HTML could read', () => {
    expect(escapeMarkdown('[click](command:x) <img src=y> **b** `c` www.evil.test $(trash)')).toBe(
      '\\[click\\]\\(command\\:x\\) \\<img src\\=y\\> \\*\\*b\\*\\* \\`c\\` www\\.evil\\.test \\$\\(trash\\)',
    );
  });

  it('stays on its line and shows what would be invisible', () => {
    expect(visible('a\nb\u202eexe.txt\u200b')).toBe('a\\u{a}b\\u{202e}exe.txt\\u{200b}');
    expect(escapeMarkdown('a\n# b')).toBe('a\\\\u\\{a\\}\\# b');
  });

  it('cannot close the code span it stands in', () => {
    expect(codeSpan('a ``` [x](command:y) ` b')).toBe('```` a ``` [x](command:y) ` b ````');
    expect(codeSpan('plain')).toBe('`plain`');
    expect(codeSpan(' ')).toBe('—');
  });

  it('makes neither an icon in a pick nor a link in a notification', () => {
    expect(withoutIcons('$(trash) x')).not.toContain('$(');
    expect(withoutLinks('[run](command:workbench.action.quit)')).not.toContain('](');
  });

  it('is cut where nobody reads on', () => {
    expect(visible('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
  });
});
