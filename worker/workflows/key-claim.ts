/**
 * An idempotency key that was used with an id of its own. What it was used for stands in its memo, written by whoever
 * starts it; the workflow's id alone keeps others from using the key, so there is nothing left to do.
 */
export async function keyClaim(): Promise<void> {}
