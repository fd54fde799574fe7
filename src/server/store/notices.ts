/** Short messages between the processes of one database; some may be lost, none is stored. */
export interface Notices {
  /** Tells every other process. */
  post(text: string): void;
  /** `missed`: the line was broken for a while, and nobody knows what was said. */
  listen(hear: (text: string) => void, missed: () => void): void;
}
