/** Temporal keeps the history of a workflow this long after its end. */
export const retentionDays = 30
