/**
 * The boundaries of the house (ARCHITECTURE.md): contracts know nobody, the kit knows how contracts are written,
 * a service knows the kit and the contracts, stand-ins are strangers, and only run/ and the tests see everything.
 */
const services = '^services/([^/]+)/';

/** The parts of contracts/ that are vocabulary rather than somebody's promise: all the kit may know. */
const vocabulary = ['contract', 'refusals', 'ids', 'money'].map((name) => `^contracts/src/${name}[.]ts$`);
const ours = '^(contracts|kit|services|stand-ins|web|run|tests|load|tools)/';
const tests = '(/test/|[.]test[.]ts$|^tests/)';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'Code nobody imports is not code. Entry points are listed here.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          tests,
          '^(run|tools|load)/',
          '/src/service[.]ts$',
          '-process[.]ts$',
          '^vitest[.]config[.]ts$',
          '^web/app/(.+-(page|route)[.]tsx?|entry[.](client|server)[.]tsx|routes[.]tsx)$',
          '[.]d[.]ts$',
        ],
      },
      to: {},
    },
    {
      name: 'no-unreachable',
      comment: 'Product code is reached from where things run or are proven; else it goes.',
      severity: 'error',
      from: { path: ['^(run|tests|load)/', '/test/', '/src/service[.]ts$', '-(process|thread)[.]ts$'] },
      to: {
        path: '^(kit|stand-ins|services/[^/]+)/src/',
        pathNot: ['/src/service[.]ts$', '-(process|thread)[.]ts$'],
        reachable: false,
      },
    },
    {
      name: 'no-unresolvable',
      comment: "An import that points nowhere fails at start, on somebody else's machine.",
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '[.]mjs$' },
    },
    {
      name: 'contracts-are-pure',
      comment: 'contracts/ imports nothing of ours.',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { path: ours, pathNot: '^contracts/' },
    },
    {
      name: 'kit-knows-no-tickets',
      comment: 'kit/ may import the vocabulary of contracts (listed above) and itself.',
      severity: 'error',
      from: { path: '^kit/src/' },
      to: { path: ours, pathNot: ['^kit/', ...vocabulary] },
    },
    {
      name: 'services-are-strangers',
      comment: 'A service reaches a peer through a client made from its contract, never by import.',
      severity: 'error',
      // Its tests may host real peers beside it.
      from: { path: services, pathNot: '^services/[^/]+/test/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'services-stay-inside',
      comment: 'A service imports kit, contracts and itself; its tests may also use the stand-ins.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/' },
      to: { path: '^(stand-ins|web|run|tests|load|tools)/' },
    },
    {
      name: 'service-tests-stay-inside',
      comment: 'Proof across services lives in tests/.',
      severity: 'error',
      from: { path: '^services/[^/]+/test/' },
      to: { path: '^(web|run|load|tools)/' },
    },
    {
      name: 'web-asks-only',
      comment:
        'The web app knows contracts, the seam the gateway gives it, and itself; the rest it asks for over the API.',
      severity: 'error',
      from: { path: '^web/', pathNot: '^web/test/' },
      to: { path: ours, pathNot: ['^web/', '^contracts/', '^services/gateway/src/web-app[.]ts$'] },
    },
    {
      name: 'web-is-not-imported',
      comment: 'Whoever runs the web app loads what was built of it.',
      severity: 'error',
      from: { path: ours, pathNot: '^web/' },
      to: { path: '^web/' },
    },
    {
      name: 'pages-carry-no-contracts',
      comment: 'The browser needs types of the contracts; schemas come with a form, and only there.',
      severity: 'error',
      from: { path: '^web/app/(ui|frame|buyer|api|seat-map)/' },
      // How a seat's id is made of its index is arithmetic, not a schema.
      to: { path: '^contracts/', pathNot: '^contracts/src/seat-ids[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'stand-ins-are-strangers',
      comment: "A stand-in speaks a third party's protocol and knows nothing of us.",
      severity: 'error',
      from: { path: '^stand-ins/' },
      to: { path: ours, pathNot: '^stand-ins/' },
    },
    {
      name: 'sources-import-no-tests',
      comment: 'What runs never depends on what proves it.',
      severity: 'error',
      from: { path: '^(contracts|kit|stand-ins|run|services/[^/]+)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no-development-packages',
      comment: 'What runs is installed without development dependencies.',
      severity: 'error',
      from: { path: '^(contracts|kit|services|stand-ins|run|web)/', pathNot: [tests, '^kit/src/testing-'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules/(?!@usher/)' },
    exclude: { path: ['^dist/', '^web/build/', '(^|/)[.](types|usher|react-router)/', '[?]url$', '^virtual:'] },
    combinedDependencies: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.compose.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
};
