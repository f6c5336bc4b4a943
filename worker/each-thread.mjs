/**
 * For Node's `--import`: loaded in the worker, and in each thread that it starts to run workflows, before anything else.
 *
 * In those threads the Temporal SDK would note where each promise of a workflow was made, which takes a good part of
 * their time. It needs that for the query `__stack_trace` alone, and takes Node's hooks for an option.
 * Source maps of the worker are of no use there either, and are looked for in each script that the SDK runs.
 */
import v8 from 'node:v8'
import { isMainThread } from 'node:worker_threads'

if (!isMainThread) {
  // Another object, since Node itself goes on with the one that was there.
  v8.promiseHooks = { ...v8.promiseHooks, createHook: () => () => undefined }
  process.setSourceMapsEnabled(false)
}
