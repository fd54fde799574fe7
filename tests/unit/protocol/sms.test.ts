import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { opSchema } from "#protocol/op.ts";
import {
  longestSms,
  macInput,
  macText,
  partialOp,
  placeCode,
  readSms,
  type SmsIncident,
  sealSms,
  smsBody,
  smsIncidentOf,
} from "#protocol/sms.ts";

const minute = 60_000;
const letters = (most: number) =>
  fc.string({ unit: fc.constantFrom(..."ABCDEFGHNTXZ"), minLength: 2, maxLength: most });
const small = (unit: string, least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...unit), minLength: least, maxLength: most });
const ids = "0123456789abcdefghjkmnpqrstvwxyz";

const incidents: fc.Arbitrary<SmsIncident> = fc
  .record({
    number: fc
      .tuple(letters(6), fc.integer({ min: 1, max: 99_999 }), small("ABC", 1, 2))
      .map(([code, count, letter]) => `SC-${code}-${String(count).padStart(3, "0")}-${letter}`),
    device: small(ids, 8, 8).map((id) => `d${id}`),
    n: fc.integer({ min: 1, max: 36 ** 4 - 1 }),
    record: small(ids, 23, 23),
    group: fc.integer({ min: 1, max: 12 }),
    severity: fc.integer({ min: 1, max: 4 }),
    place: fc.option(
      fc
        .tuple(fc.constantFrom("site", "village"), small(ids, 3, 30))
        .map(([kind, id]) => placeCode(kind, id)),
    ),
    since: fc.integer({ min: 28_000_000, max: 40_000_000 }).map((at) => at * minute),
    written: fc.constant(0),
    text: fc.oneof(
      fc.constantFrom("Máy in hỏng ở quầy 3", "Mất điện từ 7:40", "Đường truyền đứt * chờ VNPT", "😀"),
      fc.string({ maxLength: 120 }),
    ),
  })
  .chain((one) => fc.nat(5000).map((after) => ({ ...one, written: one.since + after * minute })));

const mac = macText([0x12, 0xab, 0xff, 0, 7]);

function write(incident: SmsIncident): string {
  const body = smsBody(incident);
  if (!body.ok) throw new Error(body.refusal.code);
  return sealSms(body.value, mac);
}

describe("an incident in a text message", () => {
  it("fits one message of the GSM alphabet and comes back as it was", () => {
    fc.assert(
      fc.property(incidents, (incident) => {
        const message = write(incident);
        expect(message.length).toBeLessThanOrEqual(longestSms);
        expect(message).toMatch(/^[A-Za-z0-9 .,:;/()+'"%&?!*=<>#-]+$/);
        const read = readSms(message);
        const text = read.ok ? read.value.incident.text : "";
        expect(read).toMatchObject({ ok: true, value: { mac, incident: { ...incident, text } } });
        expect(text.length).toBeGreaterThan(0);
      }),
    );
  });

  it("is found in what stands around it, however letters, accents and spaces were changed on the way", () => {
    fc.assert(
      fc.property(incidents, fc.boolean(), (incident, lower) => {
        const message = write(incident);
        const given = `Từ anh Ba:\n\n ${lower ? message.toLowerCase() : message.replaceAll(" ", "  ")}\n(gửi 7:50)`;
        const [read, clean] = [readSms(given), readSms(message)];
        if (!read.ok || !clean.ok) throw new Error("not read");
        expect(read.value.incident).toEqual({ ...clean.value.incident, text: expect.any(String) });
        expect(macInput(read.value.body)).toBe(macInput(clean.value.body));
      }),
    );
  });

  it("refuses every single wrong character, and any two of the message that changed places", () => {
    fc.assert(
      fc.property(
        incidents,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(..."ABKZ0189.,-*"),
        (incident, a, b, wrong) => {
          const message = write(incident).toUpperCase();
          const at = a % message.length;
          if (message[at] !== wrong && message[at] !== " ") {
            expect(readSms(`${message.slice(0, at)}${wrong}${message.slice(at + 1)}`).ok).toBe(false);
          }
          const [from, to] = [Math.min(at, b % message.length), Math.max(at, b % message.length)];
          const swapped = [...message];
          [swapped[from], swapped[to]] = [swapped[to] as string, swapped[from] as string];
          const given = swapped.join("");
          // A character of the check code itself may by chance fit what another one of the text makes of it.
          const isOver = from < message.length - 2 && to >= message.length - 2;
          if (!isOver && given !== message && given.trim().replace(/ +/g, " ").length === message.length) {
            expect(readSms(given).ok).toBe(false);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("says which it is: no message of ours, one with a mistake, one of a later app", () => {
    const message = write(fc.sample(incidents, 1)[0] as SmsIncident);
    expect(readSms("Mai họp lúc 8 giờ nhé")).toMatchObject({ refusal: { code: "not-a-message" } });
    expect(readSms(message.slice(0, -4))).toMatchObject({ refusal: { code: "typo" } });
    expect(readSms(message.replace("ST1", "SZ1"))).toMatchObject({ refusal: { code: "typo" } });
    expect(readSms(sealSms("ST2 something else entirely", mac))).toMatchObject({
      refusal: { code: "newer-message" },
    });
    expect(smsBody({ ...fc.sample(incidents, 1)[0], number: "A.1" } as SmsIncident)).toMatchObject({
      refusal: { code: "not-for-sms" },
    });
  });

  it("is the first part of the op that reported the incident", () => {
    const since = 29_000_000 * minute;
    const f = {
      number: "SC-NT-014-A",
      group: 11,
      severity: 1,
      title: "Mã độc ở quầy 2",
      since,
      state: "new",
    };
    const ch = [{ c: "create", k: "incident", id: "01hq", sc: "case:01hq", f: { ...f, site: "trung-tam" } }];
    const op = opSchema.parse({
      ...{
        d: "dk3v9x2m7",
        n: 14,
        v: 1,
        a: "incident.report",
        w: since + 90_000,
        o: 30_000,
        e: "e",
        u: "p",
        ch,
      },
    });
    const told = smsIncidentOf(op);
    const read = readSms(write(told as SmsIncident));
    if (!read.ok) throw new Error(read.refusal.code);
    const place = { kind: "site", id: "trung-tam" } as const;
    expect(partialOp(read.value.incident, { person: "p", epoch: "e", place })).toEqual({
      ...{
        d: "dk3v9x2m7",
        n: 14,
        v: 1,
        pt: 1,
        a: "incident.report",
        w: since + 120_000,
        o: 0,
        e: "e",
        u: "p",
      },
      ch: [
        {
          ...{ c: "create", k: "incident", id: "01hq", sc: "case:01hq" },
          f: {
            number: "SC-NT-014-A",
            group: 11,
            severity: 1,
            title: "Ma doc o quay 2",
            since,
            site: "trung-tam",
          },
        },
      ],
    });
    expect(smsIncidentOf({ ...op, ch: [] })).toBeNull();
  });
});
