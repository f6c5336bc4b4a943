// Bundles web process, worker, workflows, simulator and consumer into plain files that Node runs without a loader.
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../console/problem'
import { ROOT } from '../stack/root'
import type { Build } from './inputs'

export const processBuild: Build = {
  inputs: [
    'lib',
    'web',
    'worker',
    'simulator',
    'consumer',
    'security-headers.ts',
    'package-lock.json',
    'tsconfig.json',
    'scripts/build/processes.ts',
  ],
  outputs: [
    'dist/web.mjs',
    'dist/worker.mjs',
    'dist/simulator.mjs',
    'dist/consumer.mjs',
    'dist/page/page.html',
    'dist/workflow-bundle.js',
  ],
  stamp: 'dist/.stamp',
}

async function bundleEntries(): Promise<void> {
  // The bundlers take long to load and are needed only when something is stale.
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      web: 'web/main.ts',
      worker: 'worker/main.ts',
      simulator: 'simulator/main.ts',
      consumer: 'consumer/main.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    // The real package throws when it is loaded outside the framework's bundles.
    alias: { 'server-only': join(ROOT, 'node_modules', 'server-only', 'empty.js') },
    sourcemap: true,
    logLevel: 'silent',
  }).catch((error: Error) => {
    throw new Problem(`The processes could not be bundled:\n${error.message}`)
  })
}

/** Evaluated once per thread instead of once per workflow. They have no state that workflows could share. */
const pureModules = ['apply', 'decide', 'view'].map((name) => join(ROOT, 'lib', 'packet', `${name}.ts`))

const interceptors = join(ROOT, 'worker', 'workflows', 'interceptors.ts')

/** Bundles the workflows that `workflowsPath` exports into one file for a worker. */
export async function bundleWorkflows(workflowsPath: string, target: string): Promise<void> {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker')
  const complaints: string[] = []
  const bundle = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: [interceptors],
    preloadModules: pureModules,
    logger: new DefaultLogger('ERROR', ({ message }) => complaints.push(message)),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, alias: { ...config.resolve?.alias, '@': ROOT } },
    }),
  }).catch(() => {
    throw new Problem(`The workflows could not be bundled:\n${complaints.join('\n')}`)
  })
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, bundle.code)
}

/**
 * Writes the bundle of each process, the simulator's page and dist/workflow-bundle.js. Throws the compiler's message.
 */
export async function buildProcesses(): Promise<void> {
  const workflows = join(ROOT, 'worker', 'workflows', 'index.ts')
  const page = cp(join(ROOT, 'simulator', 'page'), join(ROOT, 'dist', 'page'), { recursive: true })
  await Promise.all([
    page,
    bundleEntries(),
    bundleWorkflows(workflows, join(ROOT, 'dist', 'workflow-bundle.js')),
  ])
}
