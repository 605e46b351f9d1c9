// One preset for every project: swc for speed, and middy (ESM only) transformed to CommonJS.
const { mkdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

// Jest writes its results there (nx.json), and does not make the folder.
mkdirSync(join(__dirname, 'dist/test-results'), { recursive: true });

const { paths } = JSON.parse(readFileSync(join(__dirname, 'tsconfig.base.json'), 'utf8')).compilerOptions;

const swc = (syntax) => [
  '@swc/jest',
  { jsc: { target: 'es2022', parser: { syntax } }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
];

/** The packages of this workspace resolve to their sources, as tsconfig.base.json says. */
const moduleNameMapper = Object.fromEntries(
  Object.entries(paths).map(([name, [source]]) => [`^${name}$`, join(__dirname, source)]),
);

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  moduleFileExtensions: ['ts', 'mjs', 'js', 'cjs', 'json', 'node'],
  transform: { '^.+\\.ts$': swc('typescript'), '^.+\\.m?js$': swc('ecmascript') },
  transformIgnorePatterns: ['/node_modules/(?!@middy/)'],
  moduleNameMapper,
  maxWorkers: 1,
  // No test asserts a time: a busy machine is no failure, a hang is.
  testTimeout: 60_000,
};
