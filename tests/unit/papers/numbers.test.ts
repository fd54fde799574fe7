import { describe, expect, it } from "vitest";
import { mostCarried } from "#client/photos/photos-to-carry.ts";
import { mostCallDays, usualCallDays } from "#domain/calls/call-ends.ts";
import { severities } from "#domain/incidents/catalogue.ts";
import { defaultScenarios } from "#domain/scenarios/default-scenarios.ts";
import { ownKeptMs } from "#domain/scope.ts";
import { DAY_MS } from "#kernel/calendar.ts";
import { largestCapsule } from "#protocol/capsule.ts";
import { sessionLifeMs } from "#server/auth/lives.ts";
import { codeLifeMs } from "#server/org/people.ts";
import { silentMs } from "#server/store/operations.ts";
import { read } from "./papers.ts";

/** Every number that a reader plans with is the one that the program keeps to. */
const readme = read("README.md").replace(/\s+/g, " ");
const megabyte = 1024 * 1024;

/** A number that a file keeps to itself. */
function keptIn(file: string, name: string): string {
  const found = new RegExp(`\\b${name}(?: =|:) (\\d[\\d_]*)`).exec(read(file))?.[1];
  if (found === undefined) throw new Error(`${file} has no ${name}`);
  return found.replaceAll("_", "");
}

const backups = "src/server/ops/backup.ts";
const pools = "src/server/store/postgres-database.ts";
/** Beside the pools: what listens, and what holds named locks. */
const lines = 2;

describe("the numbers of README", () => {
  it.each<[what: string, said: RegExp, kept: string]>([
    ["a session", /phiên (\d+) ngày/, String(sessionLifeMs / DAY_MS)],
    ["one's own entries", /mục mình đã ghi\*\* (\d+) ngày/, String(ownKeptMs / DAY_MS)],
    ["call-backs", /số ngày xã chọn \((\d+),/, String(usualCallDays)],
    ["call-backs at most", /nhiều nhất (\d+)\) và mục quá \d+ ngày/, String(mostCallDays)],
    ["call-backs after the visit", /mục quá (\d+) ngày sau ngày hỗ trợ/, String(mostCallDays)],
    ["daily backups", /giữ (\d+) bản ngày/, keptIn(backups, "dailyKept")],
    ["weekly backups", /bản ngày và (\d+) bản tuần/, keptIn(backups, "weeklyKept")],
    ["the oldest backup", /Bản sao lưu hằng đêm cũ hơn (\d+) ngày/, keptIn(backups, "oldestMs")],
    ["the hour of the backup", /Mỗi đêm lúc 0(\d):00/, keptIn(backups, "nightlyMs")],
    [
      "a database laid aside",
      /before-restore`, giữ (\d+) ngày/,
      keptIn("src/server/ops/old-asides.ts", "keptMs"),
    ],
    ["a sealed file", /cho tới (\d+) MB \(tệp niêm phong/, String(largestCapsule / megabyte)],
    ["photos in it", /tới (\d+) MB ảnh/, String(mostCarried / megabyte)],
    [
      "exchanges at once",
      /máy chủ nhận (\d+) lượt/,
      keptIn("src/server/http/routes/exchange.ts", "mostAtOnce"),
    ],
    [
      "connections of a process",
      /nhiều nhất (\d+) kết nối/,
      String(Number(keptIn(pools, "writing")) + Number(keptIn(pools, "reading")) + lines),
    ],
    ["a backup worth an alarm", /> 129600 \((\d+) giờ\)/, String(129_600 / 3600)],
  ])("%s: %s", (_what, said, kept) => {
    expect(said.exec(readme)?.[1]).toBe(kept);
  });

  it("call a device silent after as many days as the server", () => {
    const words: Record<number, string> = { 2: "hai", 3: "ba", 4: "bốn", 5: "năm", 7: "bảy" };
    expect(/quá (\p{L}+) ngày không liên lạc/u.exec(readme)?.[1]).toBe(words[silentMs / DAY_MS]);
  });

  it("offer the same minutes to a shared device as its settings", () => {
    const offered =
      /times = \[([^\]]+)\]/.exec(read("src/app/features/settings/shared-section.tsx"))?.[1] ?? "";
    const told = /tự khóa sau ([\d, ]+) hoặc (\d+) phút/.exec(readme);
    expect([...(told?.[1] ?? "").split(", "), told?.[2]]).toEqual(offered.replaceAll('"', "").split(", "));
  });
});

describe("the numbers of the screens", () => {
  const sentence = (language: string, key: string): string => {
    const [file, path = ""] = key.split(":");
    const found = path
      .split(".")
      .reduce(
        (inner: unknown, name) => (inner as Record<string, unknown>)[name],
        JSON.parse(read(`locales/${language}/${file}.json`)),
      );
    return String(found);
  };
  const aim = (id: number) => severities.find((one) => one.id === id);
  const law = "src/domain/incidents/answering.ts";

  it.each<[key: string, kept: readonly (string | number | undefined)[]]>([
    ["admin:backups.freshText", [keptIn(backups, "dailyKept"), keptIn(backups, "weeklyKept")]],
    ["admin:code.text", [codeLifeMs / DAY_MS]],
    ["import:done.how", [codeLifeMs / DAY_MS]],
    ["admin:ended.help", [mostCallDays, keptIn(backups, "oldestMs")]],
    ["kept:noneTodo", [ownKeptMs / DAY_MS]],
    ["operations:refused.title", [keptIn("src/server/store/operations.ts", "refusedForMs")]],
    ["import:fileHelp", [keptIn("src/documents/spreadsheet.ts", "mostFileBytes")]],
    ["import:refused.sheet-too-large", [keptIn("src/documents/spreadsheet.ts", "mostFileBytes")]],
    ["checks:sheet.undoNote", [keptIn("src/app/ui/undo-bar.tsx", "seconds")]],
    ["scenarios:takeDefaults", [defaultScenarios("Xã Mẫu").length]],
    ["incidents:catalogue.severity.1.aim", [aim(1)?.answerMinutes ?? 0]],
    ["incidents:catalogue.severity.2.aim", [aim(2)?.answerMinutes ?? 0]],
    ["incidents:catalogue.severity.3.aim", [(aim(3)?.answerMinutes ?? 0) / 60]],
    ["incidents:catalogue.severity.4.aim", [aim(4)?.workingDays ?? 0]],
    ["incidents:security.peopleHelp", [keptIn(law, "personalDataHours")]],
    ["incidents:paper.todo", [keptIn(law, "reportDays")]],
  ])("%s: %s", (key, kept) => {
    for (const language of ["vi", "en"]) {
      const numbers =
        sentence(language, key)
          .replace(/\{\{\w+\}\}/g, "")
          .match(/\d+/g) ?? [];
      for (const one of kept) expect(numbers, `${language} ${key}`).toContain(String(one));
    }
  });
});
