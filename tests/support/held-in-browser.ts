import type { Page } from "playwright-core";

/** Whether this text stands anywhere in the books of this browser, in whatever store. */
export function holds(page: Page, text: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith("so-truc-")) continue;
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = await done(database.transaction(store).objectStore(store).getAll());
        if (JSON.stringify(all).includes(wanted)) {
          database.close();
          return true;
        }
      }
      database.close();
    }
    return false;
  }, text);
}
