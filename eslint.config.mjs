import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// Who may import whom: data flows one way (CONTRIBUTING.md, "The house"). Each room names the rooms below it; all others are closed to it.
const ROOMS = {
  domain: [],
  rql: ['domain'],
  store: ['domain', 'rql'],
  athena: ['domain', 'rql'],
  sample: ['domain'],
  policies: ['domain', 'rql', 'store'],
  provenance: ['domain', 'rql', 'store'],
  aws: ['domain', 'rql', 'store'],
  engine: ['domain', 'rql', 'store', 'aws', 'sample', 'policies', 'provenance'],
  protocol: ['domain', 'engine'],
  cli: ['domain', 'rql', 'athena', 'engine'],
  editor: ['domain', 'rql', 'engine', 'protocol'],
};
const EXTENSION_ONLY = { name: 'vscode', message: 'The editor is known in src/editor and src/extension.ts alone.' };

const rooms = Object.entries(ROOMS).map(([room, below]) => {
  const closed = Object.keys(ROOMS).filter((other) => other !== room && !below.includes(other));
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          ...(room === 'editor' ? {} : { paths: [EXTENSION_ONLY] }),
          patterns: [
            {
              group: ['**/test/**', '**/webview-ui/**', '**/bench/**'],
              message: 'The product knows neither its tests nor its browser side.',
            },
            { group: ['**/extension'], message: 'Nothing calls back up to the composition root.' },
            ...(closed.length === 0
              ? []
              : [
                  {
                    regex: `^\\.\\./(?:\\.\\./)*(?:${closed.join('|')})(?:/|$)`,
                    message: `src/${room} may import from ${below.join(', ') || 'nothing'} only.`,
                  },
                ]),
          ],
        },
      ],
    },
  };
});

const TYPES_OF_STORE = { regex: '/store/', allowTypeImports: true, message: 'A bundle of its own: it takes the store as it is given.' };

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'host/**', 'node_modules/**', '.vscode-test/**', 'coverage/**', '.sample/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.json', './webview-ui/tsconfig.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/dot-notation': 'off', // tsconfig asks for index access on index signatures
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['src/extension.ts', 'src/editor/**', 'test/host/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [EXTENSION_ONLY] }] },
  },
  ...rooms,
  {
    files: ['src/aws/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [TYPES_OF_STORE] }] },
  },
  {
    files: ['webview-ui/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [EXTENSION_ONLY],
          patterns: [
            { regex: '/src/(?!protocol/|domain/)', message: 'The browser side knows protocol/ and domain/ only.' },
            { regex: '/src/', allowTypeImports: true, message: 'Types only: nothing of the host is bundled into a webview.' },
          ],
        },
      ],
    },
  },
  {
    files: ['webview-ui/**/*.ts'],
    ignores: ['webview-ui/controls.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@vscode/webview-ui-toolkit', message: 'All of the toolkit comes through webview-ui/controls.ts.' }] },
      ],
    },
  },
  { files: ['test/**/*.ts', 'bench/**/*.ts', 'src/cli/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        require: 'readonly',
        exports: 'writable',
        Buffer: 'readonly',
      },
    },
  },
);
