// Imports run one way: core ← plugins/sdk ← plugins/*, core ← editor, core ← runtime/*, and within runtime sandbox, mongo-embedded ← server ← cli, and sandbox ← plugin-tools ← cli.
const TESTS = String.raw`\.test\.tsx?$`

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'core-imports-nothing-of-the-project',
      comment: 'core is pure: everybody else imports it.',
      severity: 'error',
      from: { path: '^core/src/' },
      to: { path: '^(editor|runtime|plugins|scripts)/' },
    },
    {
      name: 'core-has-no-node',
      comment: 'The same function runs in the browser, in tests and on the server: no files, no clock, no Node built-ins.',
      severity: 'error',
      from: { path: '^core/src/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'editor-imports-core-only',
      comment: 'Editor and runtime meet only through core/http-contract.',
      severity: 'error',
      from: { path: '^editor/' },
      to: { path: '^(runtime|plugins|scripts)/' },
    },
    {
      name: 'emulator-imports-nothing-of-the-project',
      comment: "The emulator is Vonage's side: it must be able to contradict us.",
      severity: 'error',
      from: { path: '^runtime/vonage-emulator/' },
      to: { path: '^(core|editor|plugins|scripts|runtime/(?!vonage-emulator/))' },
    },
    {
      name: 'runtime-imports-no-editor',
      severity: 'error',
      from: { path: '^runtime/' },
      to: { path: '^(editor|scripts)/' },
    },
    {
      name: 'database-and-sandbox-import-no-server',
      comment: 'sandbox, mongo-embedded ← server ← cli',
      severity: 'error',
      from: { path: '^runtime/(mongo-embedded|sandbox|plugin-tools)/' },
      to: { path: '^runtime/(server|cli|vonage-emulator)/' },
    },
    {
      name: 'server-imports-no-cli',
      severity: 'error',
      from: { path: '^runtime/server/', pathNot: TESTS },
      to: { path: '^runtime/(cli|vonage-emulator)/' },
    },
    {
      name: 'sdk-imports-core-only',
      severity: 'error',
      from: { path: '^plugins/sdk/' },
      to: { path: '^(editor|runtime|scripts|plugins/(?!sdk/))' },
    },
    {
      name: 'plugins-import-the-sdk-only',
      comment: 'what tests of plugins share lies in testing/, and no handler imports it.',
      severity: 'error',
      from: { path: '^plugins/(?!sdk/)([^/]+)/', pathNot: `${TESTS}|^plugins/first-party/src/testing/` },
      to: { path: '^(editor|runtime|scripts|plugins/(?!(sdk|$1)/))' },
    },
    {
      name: 'nothing-imports-test',
      comment: 'test crosses packages; what ships must not lean on it.',
      severity: 'error',
      from: { pathNot: `^test/|${TESTS}` },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      comment: 'Two files that need each other at run time are one thing, or hide a third. Types may refer to each other.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-is-found',
      comment: 'An import that cannot be resolved cannot be checked either.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // with its default parser it reads no file under TypeScript 7, and finds nothing wrong
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['patchbay-source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
}
