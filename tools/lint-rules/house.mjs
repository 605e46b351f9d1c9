/**
 * The rules of the house that no published lint rule states (see CONTRIBUTING.md).
 * A flat-config plugin: `house/names` and `house/only-create-handler`.
 */

const SAYS_NOTHING = /(^|[-./])(utils?|helpers?|common|misc|manager|shared)(?=[-./]|$)/i;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.(spec|bench|d))?\.ts$/;

/** Every file is named, in kebab case, after the stage or the thing that it is. */
const names = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      nothing: "'{{path}}' is named after nothing: name the file or folder after its stage or its thing.",
      kebab: "'{{file}}' is not kebab case (like-this.ts).",
    },
  },
  create(context) {
    return {
      Program(node) {
        const path = context.filename.slice(context.cwd.length + 1).replaceAll('\\', '/');
        const file = path.split('/').at(-1) ?? path;
        if (SAYS_NOTHING.test(path)) context.report({ node, messageId: 'nothing', data: { path } });
        if (!KEBAB.test(file)) context.report({ node, messageId: 'kebab', data: { file } });
      },
    };
  },
};

/** Tools run the real functions, but know nothing of an app beyond `createHandler`, its AWS ports and clients, and their types. */
const OF_AN_APP = new Set(['createHandler', 'awsPorts', 'awsClients']);

const onlyCreateHandler = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      only: "A tool may import 'createHandler', 'awsPorts', 'awsClients' and types of '{{app}}', and nothing else of an app.",
    },
  },
  create(context) {
    const path = context.filename.slice(context.cwd.length + 1).replaceAll('\\', '/');
    if (!path.startsWith('tools/')) return {};
    const apps = /^@pipeline\/(processor|stream-auditor|gateway|sentinel|deploy-hooks)$/;
    return {
      ImportDeclaration(node) {
        if (!apps.test(node.source.value) || node.importKind === 'type') return;
        for (const specifier of node.specifiers) {
          const isType = specifier.importKind === 'type';
          if (!isType && !OF_AN_APP.has(specifier.imported?.name)) {
            context.report({ node: specifier, messageId: 'only', data: { app: node.source.value } });
          }
        }
      },
    };
  },
};

export const house = { rules: { names, 'only-create-handler': onlyCreateHandler } };
