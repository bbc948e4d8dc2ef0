import { describe, expect, it } from 'vitest';
import { terraformBlocks } from '../../../../src/editor/inspect/terraform-blocks';

/** `resource type.name` and `module name ← source` of each block, at the top of what it says. */
function found(text: string): readonly string[] {
  return terraformBlocks(text).map((block) =>
    block.kind === 'resource' ? `resource ${block.type}.${block.name}` : `module ${block.name} ← ${block.source ?? '?'}`,
  );
}

const PLAIN = `
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}
`;

describe('the blocks of a .tf file', () => {
  it('are where they stand', () => {
    const [block] = terraformBlocks(PLAIN);
    expect(PLAIN.slice(block?.start, block?.headEnd)).toBe('resource "aws_vpc" "main"');
    expect(PLAIN.slice(block?.start, block?.end)).toBe(PLAIN.trim());
  });

  it.each([
    ['one', PLAIN, ['resource aws_vpc.main']],
    ['on one line', 'resource "a" "b" {} resource "a" "c" {}', ['resource a.b', 'resource a.c']],
    ['a module', 'module "net" {\n  source = "./net" # here\n  name = "x"\n}', ['module net ← ./net']],
    [
      'a module whose source is not its own',
      'module "net" {\n  providers = { source = "./no" }\n  source  = "./net"\n}',
      ['module net ← ./net'],
    ],
    ['a module without a source', 'module "net" {}', ['module net ← ?']],
    ['beside other blocks', 'variable "v" {}\nlocals {\n a = 1\n}\ndata "aws_vpc" "d" {}\nresource "a" "b" {}', ['resource a.b']],
    [
      'with blocks within',
      'resource "a" "b" {\n  lifecycle {\n    ignore_changes = [x]\n  }\n}\nresource "a" "c" {}',
      ['resource a.b', 'resource a.c'],
    ],
    ['in comments', '# resource "a" "b" {\n// resource "a" "c" {\n/* resource "a" "d" { */\nresource "a" "e" {}', ['resource a.e']],
    ['after a brace in a comment', 'resource "a" "b" { # }\n}\nresource "a" "c" {}', ['resource a.b', 'resource a.c']],
    ['after a brace in a string', 'resource "a" "b" {\n  x = "}"\n  y = "\\"{"\n}\nresource "a" "c" {}', ['resource a.b', 'resource a.c']],
    [
      'after strings within strings',
      'resource "a" "b" {\n  x = "${lookup(var.m["k"], "}")} ${{ a = "{" }}"\n  y = "$${"\n}\nresource "a" "c" {}',
      ['resource a.b', 'resource a.c'],
    ],
    [
      'after a heredoc',
      'resource "a" "b" {\n  x = <<-EOT\n    resource "no" "no" {\n    }}}\n  EOT\n}\nresource "a" "c" {}',
      ['resource a.b', 'resource a.c'],
    ],
    ['with a comment before the brace', 'resource "a" "b" /* x */ {\n}', ['resource a.b']],
    [
      'with Windows line ends',
      'resource "a" "b" {\r\n  x = <<EOT\r\n}\r\nEOT\r\n}\r\nresource "a" "c" {}\r\n',
      ['resource a.b', 'resource a.c'],
    ],
    ['in a text that is broken', 'resource "a" "b" {\n  x = "unclosed\n}\nresource "a" "c" {}', ['resource a.b', 'resource a.c']],
    ['of too many braces', '}}} resource "a" "b" {}', ['resource a.b']],
    ['that is not closed', 'resource "a" "b" {', []],
    ['in an empty text', '', []],
    ['in what is no Terraform', '{"resource": {"a": {"b": {}}}}', []],
  ])('%s', (_, text, expected) => expect(found(text)).toEqual(expected));

  it.each(['"', '${', '{', '<<E\n', '/*', 'resource "a" "b" {', '\\"', '"${"'])('take no longer for many of %s', (part) => {
    const text = part.repeat(Math.ceil(200_000 / part.length));
    const start = performance.now();
    terraformBlocks(text);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
