import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import { house } from './tools/lint-rules/house.mjs';

/** What a pure library may not touch: file, network, clock, randomness, process, AWS SDK, CDK. */
const purity = {
  'no-restricted-imports': [
    'error',
    {
      paths: [
        {
          name: 'node:crypto',
          allowImportNames: ['createHash', 'createHmac', 'hash'],
          message: 'Pure code draws no randomness.',
        },
      ],
      patterns: [
        {
          regex: '^(?!node:(zlib|crypto|buffer)$)node:',
          message: 'A pure library uses node:zlib, node:crypto and node:buffer only.',
        },
        {
          group: ['@aws-sdk/*', '@smithy/*', 'aws-cdk-lib*', 'constructs'],
          message: 'A pure library knows no AWS SDK and no CDK.',
        },
      ],
    },
  ],
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'fetch',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'performance',
      'console',
      'require',
      'crypto',
    ].map((name) => ({ name, message: 'Pure code has no clock, process, network or console.' })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'Pure code has no clock: take the time as an argument.' },
    { object: 'Math', property: 'random', message: 'Pure code draws no randomness.' },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pure code has no clock.' },
  ],
};

const forbidImports = (groups) => ({ 'no-restricted-imports': ['error', { patterns: groups }] });

export default tseslint.config(
  { ignores: ['**/node_modules', 'dist', 'cdk.out', '.nx', '.local-cloud', '.venv', '**/*.cjs', '**/fixtures/**'] },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        describe: 'readonly',
        it: 'readonly',
        expect: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  ...tseslint.configs.strict.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx, house },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'type:core', onlyDependOnLibsWithTags: [] },
            { sourceTag: 'type:contract', onlyDependOnLibsWithTags: ['type:core'] },
            { sourceTag: 'type:lambda', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
            { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:core', 'type:contract'] },
            { sourceTag: 'type:command-line', onlyDependOnLibsWithTags: [] },
            {
              sourceTag: 'type:tool',
              onlyDependOnLibsWithTags: ['type:core', 'type:contract', 'type:lambda', 'type:command-line'],
            },
            {
              sourceTag: 'type:e2e',
              onlyDependOnLibsWithTags: ['type:core', 'type:contract', 'type:lambda', 'type:tool', 'type:command-line'],
            },
          ],
        },
      ],
      'house/names': 'error',
      'house/only-create-handler': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always'],
    },
  },
  { files: ['libs/*/src/**/*.ts'], ignores: ['**/*.spec.ts', '**/*.bench.ts'], rules: purity },
  {
    files: ['apps/infra/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: forbidImports([
      { group: ['@aws-sdk/*', '@smithy/*'], message: 'Infra describes; it calls no AWS service.' },
    ]),
  },
  {
    files: ['apps/*/src/**/*.ts'],
    ignores: ['apps/infra/**', '**/*.spec.ts'],
    rules: forbidImports([{ group: ['aws-cdk-lib*', 'constructs'], message: 'A function knows no CDK.' }]),
  },
  {
    // Assertions on parsed JSON and on indexed tuples are what a test is for.
    files: ['**/*.spec.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
