// Which room may know which. An arrow missing here is an error, so that each room can be read by itself.
// What is only for tests: test files, and the parts they share.
const TEST = '\\.(test|spec)\\.tsx?$|/test-support/'
const NODE = { dependencyTypes: ['core'] }

/** Forbids every import of the project's own files but the named ones. */
function onlyKnows(name, comment, from, allowed) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: TEST },
    to: {
      path: '^(app|components|lib|web|worker|simulator|consumer|scripts|examples|e2e)/',
      pathNot: allowed,
    },
  }
}

/** Forbids what exists only in Node, so that a browser can load the room. */
function staysInBrowser(room) {
  return {
    name: `${room.replaceAll('/', '-')}-runs-in-browsers`,
    comment: 'Pages load it; a Node module there would break the browser bundle.',
    severity: 'error',
    from: { path: `^${room}/`, pathNot: TEST },
    to: NODE,
  }
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other are one idea or the wrong cut; they also break start-up order.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and nothing starts is left over.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          TEST,
          '\\.d\\.ts$',
          '^app/',
          '^[^/]+\\.(c|m)?(j|t)s$',
          '^\\.dependency-cruiser\\.cjs$',
          '^scripts/stack/guard\\.mjs$',
          '^simulator/page/',
        ],
      },
      to: {},
    },
    {
      name: 'imports-exist',
      comment: 'Every import names a file or an installed package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'tests-stay-aside',
      comment: 'What is only for tests must not reach the product.',
      severity: 'error',
      from: { pathNot: [TEST, '^e2e/'] },
      to: { path: [TEST, '^e2e/'] },
    },
    {
      name: 'product-without-development-packages',
      comment: 'A production installation leaves devDependencies out.',
      severity: 'error',
      from: {
        path: '^(app|components|lib|web|worker|simulator|consumer)/',
        pathNot: TEST,
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },

    onlyKnows(
      'packet-is-pure',
      'The rules of delivery must be testable and replayable alone: no other room.',
      '^lib/packet/',
      '^lib/packet/',
    ),
    {
      name: 'packet-has-no-io',
      comment:
        'No package and no Node module: without them there is no clock, no network, no randomness to call.',
      severity: 'error',
      from: { path: '^lib/packet/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    onlyKnows(
      'scoreboard-is-pure',
      'Sums over packets are tested alone, and both server and browser work them out.',
      '^lib/scoreboard/',
      '^lib/(scoreboard|packet)/',
    ),
    {
      name: 'scoreboard-has-no-io',
      comment: 'It folds what it is given; where packets come from is the tail of lib/server.',
      severity: 'error',
      from: { path: '^lib/scoreboard/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    onlyKnows(
      'directory-is-pure',
      'The rules of the provider directory are applied in the store, by workers and by pages.',
      '^lib/directory/',
      '^lib/(directory|packet)/',
    ),
    {
      name: 'directory-has-no-io',
      comment: 'Like the rules of delivery: no package and no Node module, so nothing to call but the rules.',
      severity: 'error',
      from: { path: '^lib/directory/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    onlyKnows(
      'contract-knows-packet-only',
      'Messages are described in terms of the domain; how they are sent is not their business.',
      '^lib/contract/',
      '^lib/(contract|directory|packet)/',
    ),
    staysInBrowser('lib/contract'),
    onlyKnows(
      'carrier-knows-contract',
      'Worker, web and simulator all use it, so it may know none of them.',
      '^lib/carrier/',
      '^lib/(carrier|contract|directory|packet)/',
    ),
    onlyKnows(
      'schedule-knows-contract',
      'Web and worker both tell by it what is due when, so it may know none of them.',
      '^lib/schedule/',
      '^lib/(schedule|contract|packet)/',
    ),
    onlyKnows(
      'notify-knows-carrier',
      'Web and worker both check addresses with it, so it may know neither; it posts and signs as carriers are posted to.',
      '^lib/notify/',
      '^lib/(notify|carrier|contract|packet)/',
    ),
    onlyKnows(
      'temporal-knows-contract',
      'Web, worker and commands all find Temporal with it, so it may know none of them.',
      '^lib/temporal/',
      '^lib/(temporal|contract)/',
    ),
    onlyKnows(
      'metrics-know-contract',
      'Web, worker and simulator are all measured with it, so it may know none of them; of calls to Temporal it knows what they tell of themselves.',
      '^lib/metrics/',
      '^lib/(metrics|temporal|contract)/',
    ),
    onlyKnows(
      'tracing-knows-contract',
      'Web and worker are both traced with it, so it may know neither.',
      '^lib/tracing/',
      '^lib/(tracing|contract)/',
    ),
    {
      name: 'tracing-is-loaded-late',
      comment: 'Where nothing is exported, not even the modules are loaded.',
      severity: 'error',
      from: { path: '^(app|components|lib|web|worker|simulator|consumer)/', pathNot: TEST },
      to: {
        path: 'node_modules/(@opentelemetry|@temporalio/interceptors-opentelemetry)/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    onlyKnows(
      'store-knows-contract',
      'Web, worker and commands all read and write through it, so it may know none of them.',
      '^lib/store/',
      '^lib/(store|contract|directory|scoreboard|packet)/',
    ),
    {
      name: 'one-way-to-postgresql',
      comment:
        'SQL lives in lib/store and nowhere else; the commands that run a server and measure it may ask it.',
      severity: 'error',
      from: { path: '^(app|components|lib|web|worker|simulator|consumer)/', pathNot: ['^lib/store/', TEST] },
      to: { path: 'node_modules/(pg|drizzle-orm)/', dependencyTypesNot: ['type-only'] },
    },
    onlyKnows(
      'find-knows-contract',
      'What words mean is tested alone, and the page works it out while they are typed.',
      '^lib/find/',
      '^lib/(find|contract|packet)/',
    ),
    staysInBrowser('lib/find'),
    onlyKnows(
      'client-knows-contract',
      'Browser and command line reach the server over HTTP alone.',
      '^lib/client/',
      '^lib/(client|contract|directory|packet)/',
    ),
    staysInBrowser('lib/client'),
    onlyKnows(
      'server-knows-no-pages',
      'The web process serves the pages; it must not depend on how they look.',
      '^lib/server/',
      '^lib/(server|carrier|metrics|notify|schedule|store|temporal|tracing|contract|directory|scoreboard|packet)/',
    ),
    onlyKnows(
      'primitives-know-no-packets',
      'components/ui is for any page; a packet in it would tie it to one.',
      '^components/ui/',
      '^components/ui/',
    ),
    onlyKnows(
      'components-know-client',
      'Components run in the browser and get everything through lib/client.',
      '^components/(?!ui/)',
      '^(components|lib/(client|find|contract|directory|scoreboard|packet))/',
    ),
    onlyKnows(
      'routes-know-server',
      'A route parses, calls lib/server and replies; pages and clients are other ends of the wire.',
      '^web/api/',
      '^(web/api|lib/(server|contract|directory|packet))/',
    ),
    onlyKnows(
      'pages-know-components',
      'Pages put components together; lib/server is there for the first paint only.',
      '^app/',
      '^(app|components|lib/(client|server|contract|packet))',
    ),
    onlyKnows(
      'workflows-are-deterministic',
      'A workflow is replayed from its history: it may know the rules, the messages and types of activities.',
      '^worker/workflows/',
      '^(worker/workflows|lib/(packet|directory|contract))/|^worker/activities/',
    ),
    {
      name: 'workflows-know-activity-types-only',
      comment: 'Code of an activity in the workflow bundle would run I/O during replay.',
      severity: 'error',
      from: { path: '^worker/workflows/', pathNot: TEST },
      to: { path: '^worker/activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'workflows-know-one-package',
      comment: 'Only @temporalio/workflow (and what it re-exports) is safe to replay.',
      severity: 'error',
      from: { path: '^worker/workflows/', pathNot: TEST },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '@temporalio/(workflow|common)/',
      },
    },
    onlyKnows(
      'worker-knows-no-web',
      'The worker may run on another machine than the web process.',
      '^worker/(?!workflows/)',
      '^(worker|lib/(carrier|metrics|notify|schedule|store|temporal|tracing|contract|directory|scoreboard|packet))/',
    ),
    onlyKnows(
      'web-knows-server',
      'It only opens the port; what is answered is decided in lib/server, and pages belong to the framework.',
      '^web/(?!api/)',
      '^(web|lib/(server|tracing))/',
    ),
    onlyKnows(
      'simulator-knows-no-product',
      'It plays other companies, which see nothing but the protocol.',
      '^simulator/',
      '^(simulator|lib/(carrier|contract|metrics|packet))/',
    ),
    onlyKnows(
      'consumer-is-a-client',
      'It submits over HTTP like any client, so that one place accepts packets; the store tells it what waits and what has ended.',
      '^consumer/',
      '^(consumer|lib/(client|store|contract|packet))/',
    ),
    {
      name: 'one-way-to-kafka',
      comment: 'A broker is optional: nothing but the consumer may need its client.',
      severity: 'error',
      from: { pathNot: ['^consumer/', 'node_modules'] },
      to: { path: 'node_modules/kafkajs/' },
    },
    onlyKnows(
      'examples-stand-alone',
      'An example is copied into other projects, which have nothing of this one.',
      '^examples/',
      '^examples/',
    ),
    {
      name: 'processes-are-not-libraries',
      comment: 'web, worker, simulator, consumer, app and the examples are started, never imported.',
      severity: 'error',
      from: {
        pathNot: [
          '^(web|worker|simulator|consumer|app|examples)/',
          '^e2e/',
          '^scripts/stack/part-env\\.ts$',
          TEST,
        ],
      },
      to: { path: '^(web|worker|simulator|consumer|app|examples)/' },
    },
    {
      name: 'settings-are-checked-first',
      comment: 'What a process would refuse is known before it starts; nothing else of it is.',
      severity: 'error',
      from: { path: '^scripts/stack/part-env\\.ts$' },
      to: {
        path: '^(web|worker|simulator|consumer|app|examples)/',
        pathNot: '^(worker|simulator|consumer)/env\\.ts$',
      },
    },
    {
      name: 'scripts-start-the-product',
      comment: 'The product must run without the commands; only tests use their parts.',
      severity: 'error',
      from: {
        path: '^(app|components|lib|web|worker|simulator|consumer)/',
        pathNot: TEST,
      },
      to: { path: '^scripts/' },
    },
    {
      name: 'one-way-to-temporal',
      comment:
        'Temporal is spoken to by lib/temporal, lib/server/temporal* (web), worker/main and worker/sweeper (worker) and by the commands.',
      severity: 'error',
      from: {
        path: '^(app|components|lib|web|worker|simulator|consumer)/',
        pathNot: ['^lib/(server|temporal)/', '^worker/(main|sweeper)\\.ts$', TEST],
      },
      to: { path: '@temporalio/client/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-sdk-in-worker',
      comment: 'The worker SDK is native code; only the worker, its tests and the build may load it.',
      severity: 'error',
      from: { pathNot: ['^worker/', '^scripts/build/', TEST, 'node_modules'] },
      to: { path: '@temporalio/worker/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist|\\.cache|\\.data|coverage)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.css'],
    },
  },
}
