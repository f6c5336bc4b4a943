/** What deliveries are measured against: a workflow that spends what Temporal itself takes, and nothing of ours. */

/** The least a workflow can be: it starts and finishes. */
export async function emptyWorkflow(): Promise<void> {}
