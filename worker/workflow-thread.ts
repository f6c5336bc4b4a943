/** Loaded once in each thread that runs workflows, before any of them; what it loads, all of them share. */
import '@/lib/packet/apply'
import '@/lib/packet/decide'
import '@/lib/packet/view'

/**
 * The SDK notes for each promise of a workflow where it was made, by a stack trace. That took two thirds of the time
 * that this thread needs for a delivery; without it failures of workflows have a message and no stack.
 */
Error.stackTraceLimit = 0
