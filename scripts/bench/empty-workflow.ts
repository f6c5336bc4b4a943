/** The least a workflow can be: what Temporal itself takes to start one and finish it. */
export async function emptyWorkflow(): Promise<void> {}
