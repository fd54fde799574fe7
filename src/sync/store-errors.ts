/**
 * How a `DeviceStore` fails. Every adapter rejects with one of these or with what the transaction's work threw, and
 * in each case nothing of that transaction is written.
 */

/** The disk, or the browser's share of it, is full. What is stored already is safe and can be read and sent. */
export class DeviceFull extends Error {
  override readonly name = "DeviceFull";
}

/** The database was closed, deleted or cannot be opened; only opening it anew can tell what is left. */
export class DatabaseGone extends Error {
  override readonly name = "DatabaseGone";
}
