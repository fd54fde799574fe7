import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { opSchema, upcastOp } from "#protocol/op.ts";
import { SmallServer } from "../unit/authority/small-server.ts";

const file = new URL("v1/visit-with-contact.json", import.meta.url);
const ops = (JSON.parse(readFileSync(file, "utf8")) as unknown[]).map((op) => upcastOp(opSchema.parse(op)));

it("takes a visit with a name and a number as version 1 wrote it, loses nothing and lays it apart", async () => {
  const server = await SmallServer.open();
  server.now += 120_000;
  const reply = await server.send("thon", ops);
  expect(reply.receipts.flatMap(({ n, to = n, r }) => [n, to, r])).toEqual([1, 2, "applied"]);
  const [visit, call] = [await server.row("v1-visit"), await server.row("call/v1-visit")];
  expect(visit).toMatchObject({ scope: "visits:v1", body: { result: "needsPolice", people: 2 } });
  expect(visit).not.toHaveProperty("personal");
  expect(call).toMatchObject({
    ...{ kind: "callBack", scope: "police:v1" },
    body: { to: "police", state: "waiting", village: "v1", sort: "vneid", day: "2026-11-23" },
    personal: { name: "bà Tư Hòa", phone: "0987654321" },
  });
  expect(call?.personal).not.toHaveProperty("note");
  // The device shows them as one: both come back to it, each from where it lies now.
  expect(reply.rows.map(({ i }) => i)).toEqual(expect.arrayContaining(["v1-visit", "call/v1-visit"]));
});
