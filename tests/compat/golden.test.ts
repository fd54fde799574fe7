import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { actions } from "#protocol/actions.ts";
import {
  exchangeReplySchema,
  exchangeRequestSchema,
  protocolVersion,
  receiptSchema,
  wireRowSchema,
} from "#protocol/exchange.ts";
import { opSchema, opVersion, upcastOp } from "#protocol/op.ts";
import { rowToWire, wireToRow } from "#protocol/wire-row.ts";

const here = new URL(".", import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, here), "utf8"));

/** The shape of a schema as JSON Schema: what moves when a format moves. */
function shapeOf(schema: z.ZodMiniType): string {
  return JSON.stringify(z.toJSONSchema(schema as never, { unrepresentable: "any" }));
}

describe("formats are promises", () => {
  it("has golden messages for every version shipped", () => {
    const versions = readdirSync(here).filter((name) => /^v\d+$/.test(name));
    expect(versions).toEqual(Array.from({ length: protocolVersion }, (_, i) => `v${i + 1}`));
    expect(opVersion).toBeGreaterThanOrEqual(1);
  });

  it("reads every op ever shipped without losing a key", () => {
    const ops = read("v1/ops.json") as unknown[];
    expect(ops.length).toBeGreaterThanOrEqual(7);
    for (const op of ops) expect(upcastOp(opSchema.parse(op))).toEqual(op);
  });

  it("reads requests, replies, receipts and rows of every version", () => {
    const { request, reply } = read("v1/exchange.json") as {
      request: unknown;
      reply: { rows: never[]; receipts: never[] };
    };
    expect(exchangeRequestSchema.parse(request)).toEqual(request);
    expect(exchangeReplySchema.parse(reply)).toEqual(reply);
    for (const receipt of reply.receipts) expect(receiptSchema.parse(receipt)).toEqual(receipt);
    for (const row of reply.rows) expect(rowToWire(wireToRow(wireRowSchema.parse(row)))).toEqual(row);
  });

  it("keeps the shape of version 1 to the letter", async () => {
    const shapes = {
      op: shapeOf(opSchema),
      request: shapeOf(exchangeRequestSchema),
      reply: shapeOf(exchangeReplySchema),
      receipt: shapeOf(receiptSchema),
      row: shapeOf(wireRowSchema),
      actions,
    };
    await expect(`${JSON.stringify(shapes, null, 1)}\n`).toMatchFileSnapshot("v1/shapes.json");
  });
});
