import { afterEach, describe, expect, it } from "vitest";
import { hasText, language, loadTexts, setLanguage, textOf } from "../../../src/app/i18n/i18n.ts";

afterEach(() => setLanguage("vi"));

describe("the sentences of the app", () => {
  it("are there in Vietnamese for the first screen without asking", () => {
    expect(language()).toBe("vi");
    expect(textOf("common:appName")).toBe("Sổ Trực");
    expect(hasText("common:appName")).toBe(true);
  });

  it("know what is no sentence: a missing key, a branch, a namespace that is not loaded", () => {
    expect(hasText("common:no.such.key")).toBe(false);
    expect(hasText("shell:broken")).toBe(false);
    expect(hasText("nothing:appName")).toBe(false);
    expect(textOf("common:no.such.key")).toBe("no.such.key");
  });

  it("fill in values and choose the form by the number", async () => {
    await setLanguage("en");
    await loadTexts("auth");
    expect(hasText("auth:profiles.unsent_one")).toBe(true);
    expect(textOf("auth:profiles.unsent", { count: 1 })).toBe("1 item not sent");
    expect(textOf("auth:profiles.unsent", { count: 7 })).toBe("7 items not sent");
  });

  it("change with the language, all namespaces in use at once", async () => {
    await loadTexts("settings");
    const vietnamese = textOf("settings:title");
    await setLanguage("en");
    expect(document.documentElement.lang).toBe("en");
    expect(textOf("settings:title")).not.toBe(vietnamese);
  });
});
