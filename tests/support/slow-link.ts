import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How many bits a second each way, and how long a packet is under way there and back. */
export interface LinkSpeed {
  readonly upBits: number;
  readonly downBits: number;
  readonly roundTripMs: number;
}

/** What a village has at the edge of its network. */
export const twoG: LinkSpeed = { upBits: 50_000, downBits: 100_000, roundTripMs: 300 };

/**
 * A link between the browser and the server, below HTTP: every byte of either way passes a bucket and waits half a
 * round trip, and every byte is counted. All connections share the one link, as on a phone.
 */
export interface SlowLink {
  readonly url: string;
  /** Bytes that have passed since the last `reset`, and connections made. */
  readonly passed: { up: number; down: number; connections: number; cuts: number };
  reset(): void;
  /** No limit at all, as while the app is installed. */
  fast(): void;
  slow(speed: LinkSpeed): void;
  /** Nothing passes, and open connections end. */
  down(): void;
  /** Every connection breaks when so many more bytes have gone up; again and again, for each of the numbers. */
  cutAfter(bytesUp: readonly number[]): void;
  /** So large a share of requests meets a connection that is reset: half of them before, half after the server has it. */
  resetSome(share: number, chance: () => number): void;
  close(): Promise<void>;
}

type Way = "up" | "down";

/** Bytes on their way, or without any the end of a connection. */
interface Piece {
  readonly bytes?: Buffer;
  readonly to: Socket;
  /** It has left the sender. */
  left(): void;
}

export async function startSlowLink(serverUrl: string): Promise<SlowLink> {
  const target = new URL(serverUrl);
  const passed = { up: 0, down: 0, connections: 0, cuts: 0 };
  const sockets = new Set<Socket>();
  let speed: LinkSpeed | null = null;
  let isUp = true;
  let cuts: number[] = [];
  let untilCut = Number.POSITIVE_INFINITY;
  let resets: (() => "no" | "request" | "answer") | null = null;
  const answersToReset = new Set<Socket>();
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const nextCut = () => {
    untilCut = cuts.shift() ?? Number.POSITIVE_INFINITY;
  };
  const halfWayMs = () => (speed ? speed.roundTripMs / 2 : 0);

  function arrive(way: Way, { bytes, to }: Piece): void {
    if (to.destroyed) return;
    if (!bytes) return void to.end();
    passed[way] += bytes.length;
    to.write(bytes);
    if (way !== "up") return;
    untilCut -= bytes.length;
    if (untilCut > 0) return;
    passed.cuts += 1;
    nextCut();
    breakAll();
  }

  /** One after another at the speed of the link; what belongs to a broken connection takes no time of the others. */
  function createLane(way: Way): (piece: Piece) => void {
    const queue: Piece[] = [];
    let isBusy = false;
    const next = () => {
      let piece = queue.shift();
      while (piece?.to.destroyed) piece = queue.shift();
      isBusy = piece !== undefined;
      if (!piece) return;
      const leaving = piece;
      const leave = () => {
        setTimeout(() => arrive(way, leaving), halfWayMs());
        leaving.left();
        next();
      };
      const bits = way === "up" ? speed?.upBits : speed?.downBits;
      if (bits && leaving.bytes) setTimeout(leave, (leaving.bytes.length * 8000) / bits);
      else leave();
    };
    return (piece) => {
      queue.push(piece);
      if (!isBusy) next();
    };
  }

  const lanes = { up: createLane("up"), down: createLane("down") };

  function carry(way: Way, from: Socket, to: Socket): void {
    from.on("data", (chunk: Buffer) => {
      const reset = way === "up" && resets && startsRequest(chunk) ? resets() : "no";
      if (reset === "answer") answersToReset.add(to);
      if (reset === "request" || answersToReset.delete(from)) {
        passed.cuts += 1;
        (way === "up" ? from : to).resetAndDestroy();
        return;
      }
      const pieces = speed ? slices(chunk) : [chunk];
      from.pause();
      for (const [i, bytes] of pieces.entries())
        lanes[way]({ bytes, to, left: () => void (i === pieces.length - 1 && from.resume()) });
    });
    // A server ends after its last byte; a browser that ends has given up, and nobody waits for the rest.
    if (way === "down") from.on("end", () => lanes.down({ to, left: () => undefined }));
    from.on("close", () => {
      if (way === "up" || from.errored) setTimeout(() => to.destroy(), halfWayMs());
    });
    from.on("error", () => undefined);
  }

  const server = createServer((client) => {
    if (!isUp) {
      client.destroy();
      return;
    }
    passed.connections += 1;
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => sockets.delete(socket));
    }
    carry("up", client, upstream);
    carry("down", upstream, client);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://localhost:${port}`,
    passed,
    reset: () => void Object.assign(passed, { up: 0, down: 0, connections: 0, cuts: 0 }),
    fast() {
      isUp = true;
      speed = null;
      resets = null;
    },
    slow(next) {
      isUp = true;
      speed = next;
    },
    down() {
      isUp = false;
      breakAll();
    },
    cutAfter(bytesUp) {
      cuts = [...bytesUp];
      nextCut();
    },
    resetSome(share, chance) {
      resets = () => (chance() >= share ? "no" : chance() < 0.5 ? "request" : "answer");
    },
    async close() {
      breakAll();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function startsRequest(chunk: Buffer): boolean {
  return /^(GET|POST|HEAD|PATCH|DELETE|PUT) /.test(chunk.subarray(0, 8).toString("latin1"));
}

const sliceBytes = 512;

function slices(chunk: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < chunk.length; at += sliceBytes) found.push(chunk.subarray(at, at + sliceBytes));
  return found;
}
