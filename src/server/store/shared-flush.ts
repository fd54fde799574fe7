import type { SqlConnection } from "./connection.ts";

interface Turn {
  readonly work: () => Promise<unknown>;
  done(value: unknown): void;
  failed(error: unknown): void;
}

/** More would only make the first of them wait. */
const mostTogether = 64;

/**
 * Transactions of one connection, one after another. Those that wait at the same moment share one flush to the disk,
 * which is by far the dearest part of each: every one is a savepoint of its own, and all are told when they are durable.
 * With one alone it is a plain transaction.
 */
export class SharedFlush {
  private readonly connection: SqlConnection;
  private readonly waiting: Turn[] = [];
  private draining: Promise<void> | undefined;

  constructor(connection: SqlConnection) {
    this.connection = connection;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((done, failed) => {
      this.waiting.push({ work, done: done as (value: unknown) => void, failed });
      this.draining ??= this.drain();
    });
  }

  /** Resolves when nothing is under way. */
  async ended(): Promise<void> {
    while (this.draining) await this.draining;
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      // Whoever arrived in the same turn of the event loop comes along.
      await new Promise((turn) => setImmediate(turn));
      await this.together(this.waiting.splice(0, mostTogether));
    }
    this.draining = undefined;
  }

  private async together(turns: Turn[]): Promise<void> {
    const ready: { turn: Turn; value: unknown }[] = [];
    try {
      await this.connection.begin();
    } catch (error) {
      for (const turn of turns) turn.failed(error);
      return;
    }
    const alone = turns.length === 1;
    try {
      for (let turn = turns.shift(); turn; turn = turns.shift()) {
        const value = alone ? await turn.work().catch(refusing(turn)) : await this.apart(turn);
        if (value !== refused) ready.push({ turn, value });
      }
      if (ready.length > 0) await this.connection.commit();
      else await this.connection.rollback();
    } catch (error) {
      await this.connection.rollback();
      for (const { turn } of ready) turn.failed(error);
      this.waiting.unshift(...turns);
      return;
    }
    for (const { turn, value } of ready) turn.done(value);
  }

  /**
   * One of several, in its savepoint: its own failure is its own. A full or failing disk makes SQLite give up the whole
   * transaction, and with it the savepoint; then this throws, and nobody's work is there.
   */
  private async apart(turn: Turn): Promise<unknown> {
    try {
      await this.connection.savepoint("turn");
      const value = await turn.work().catch(refusing(turn));
      if (value === refused) await this.connection.rollbackTo("turn");
      await this.connection.release("turn");
      return value;
    } catch (error) {
      turn.failed(error);
      throw error;
    }
  }
}

const refused = Symbol("refused");

function refusing(turn: Turn): (error: unknown) => typeof refused {
  return (error) => {
    turn.failed(error);
    return refused;
  };
}
