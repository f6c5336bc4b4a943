/** The baseline for deliveries: a workflow that costs what Temporal itself takes and runs none of our code. */

/** The least a workflow can be: it starts and finishes. */
export async function emptyWorkflow(): Promise<void> {}
