import "fake-indexeddb/auto";
import { chooseDatabases } from "#client/databases.ts";
import { pageDatabases } from "#client/page-databases.ts";

/** Unit and app tests reach the databases as a page does. */
chooseDatabases(pageDatabases());
