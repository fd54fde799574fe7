import { type CompiledQuery, DummyDriver, Kysely } from "kysely";
import type { Dialect } from "./dialect.ts";
import type { Schema } from "./schema.ts";

/**
 * A query that Kysely compiled once, with named places for its arguments: building the same query anew for every
 * op costs more than running it.
 */
export interface Statement<Args, _Row = never> {
  readonly sql: string;
  bind(args: Args): readonly unknown[];
}

class Place {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** Kysely for compiling alone; it never runs anything. */
export function compiling(dialect: Dialect): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: () => {
        throw new Error("not for introspection");
      },
      createQueryCompiler: () => dialect.createCompiler(),
    },
  });
}

/** `build` receives an object whose every property stands for the argument of that name. */
export function prepareStatement<Args, Row = never>(
  build: (places: { readonly [Name in keyof Args]: Args[Name] }) => { compile(): CompiledQuery<Row> },
): Statement<Args, Row> {
  const places = new Proxy({}, { get: (_target, name) => new Place(name) });
  const { sql, parameters } = build(places as { readonly [Name in keyof Args]: Args[Name] }).compile();
  const order = parameters.map((parameter) =>
    parameter instanceof Place ? { place: parameter.name as keyof Args } : { fixed: parameter },
  );
  return {
    sql,
    bind: (args) => order.map((one) => ("place" in one ? args[one.place] : one.fixed)),
  };
}
