// One preset for every project: swc for speed, and middy (ESM only) transformed to CommonJS.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

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
};
