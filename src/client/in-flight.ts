/** Transactions of this page that have begun and not ended. */
const inFlight = new Set<IDBTransaction>();

/** Answers with what tells that the transaction needs this page no more, when that is known before it ends. */
export function noteTransaction(transaction: IDBTransaction): () => void {
  inFlight.add(transaction);
  const end = () => void inFlight.delete(transaction);
  transaction.addEventListener("complete", end);
  transaction.addEventListener("abort", end);
  return end;
}

/**
 * Ends them all, before the browser keeps the page as it is: one that stood still with it would hold up the whole book
 * for every other page. Answers whether there was any: then the page that thaws has lost what it was doing.
 */
export function cutTransactions(): boolean {
  const isAny = inFlight.size > 0;
  for (const transaction of inFlight) {
    try {
      transaction.abort();
    } catch {
      // It is being committed, and needs the page no more.
    }
  }
  inFlight.clear();
  return isAny;
}
