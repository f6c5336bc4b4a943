/**
 * One receipt that no packet waits for. What it says stands in its memo, written by whoever starts it, so that it
 * can be read while no worker lives and is forgotten with the retention; there is nothing left to do.
 */
export async function keptReceipt(): Promise<void> {}
