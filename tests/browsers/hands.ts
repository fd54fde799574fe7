import type { Window } from "./drivers.ts";

/** What hands and eyes do on a page, by the words that people see, in any browser. */
export interface Hands {
  goto(path: string): Promise<void>;
  reload(): Promise<void>;
  type(label: string, text: string): Promise<void>;
  press(words: string): Promise<void>;
  /** Waits until the page says so. */
  reads(words: RegExp): Promise<void>;
  heading(words: string): Promise<void>;
  /** Waits until the one sentence about sending says so. */
  status(words: RegExp): Promise<void>;
  readonly window: Window;
}

const patienceMs = 60_000;
const pauseMs = 100;

export function handsOn(window: Window, url: string): Hands {
  const until = async (what: string, expression: string) => {
    const end = Date.now() + patienceMs;
    for (;;) {
      // A page on its way to another answers nothing.
      if (await window.run(expression).catch(() => false)) return;
      if (Date.now() > end) {
        const shown = await window.run("location.href + '\\n' + document.body.innerText").catch(String);
        throw new Error(`${what}: not within ${patienceMs / 1000} s. The page shows:\n${shown}`);
      }
      await new Promise((next) => setTimeout(next, pauseMs));
    }
  };
  const said = (of: string) => `(${of} ?? "").replace(/\\s+/g, " ").trim()`;
  return {
    window,
    goto: (path) => window.goto(url + path),
    reload: async () => {
      const here = (await window.run("location.href")) as string;
      await window.goto(here);
    },
    type: (label, text) =>
      until(
        `field ${label}`,
        `(() => {
          const label = [...document.querySelectorAll("label")].find((one) => ${said("one.textContent")} === ${JSON.stringify(label)});
          const field = label?.control;
          if (!field) return false;
          const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set;
          set.call(field, ${JSON.stringify(text)});
          field.dispatchEvent(new Event("input", { bubbles: true }));
          return true;
        })()`,
      ),
    press: (words) =>
      until(
        `button ${words}`,
        `(() => {
          const all = [...document.querySelectorAll("button, a, label")];
          const one = all.find((one) => ${said("one.textContent")} === ${JSON.stringify(words)} && !one.disabled);
          one?.click();
          return one !== undefined;
        })()`,
      ),
    reads: (words) => until(`words ${words}`, `${words}.test(document.body.innerText)`),
    heading: (words) =>
      until(
        `heading ${words}`,
        `${said('document.querySelector("main h1")?.textContent')} === ${JSON.stringify(words)}`,
      ),
    status: (words) =>
      until(
        `status ${words}`,
        `${words}.test(document.querySelector(".status")?.getAttribute("aria-label") ?? "")`,
      ),
  };
}
