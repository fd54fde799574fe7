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
  close(): Promise<void>;
}

export async function startSlowLink(serverUrl: string): Promise<SlowLink> {
  const target = new URL(serverUrl);
  const passed = { up: 0, down: 0, connections: 0, cuts: 0 };
  const sockets = new Set<Socket>();
  let speed: LinkSpeed | null = null;
  let isUp = true;
  let cuts: number[] = [];
  let untilCut = Number.POSITIVE_INFINITY;
  const lanes = { up: 0, down: 0 };

  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const nextCut = () => {
    untilCut = cuts.shift() ?? Number.POSITIVE_INFINITY;
  };

  /** Hands on one piece when the lane is free and it has travelled; pieces of one way keep their order. */
  function carry(way: "up" | "down", from: Socket, to: Socket): void {
    from.on("data", (chunk: Buffer) => {
      const pieces = speed ? slices(chunk) : [chunk];
      for (const piece of pieces) {
        const bits = way === "up" ? speed?.upBits : speed?.downBits;
        const now = performance.now();
        const start = Math.max(now, lanes[way]);
        lanes[way] = bits ? start + (piece.length * 8000) / bits : now;
        const wait = lanes[way] - now + (speed ? speed.roundTripMs / 2 : 0);
        from.pause();
        setTimeout(() => arrive(way, piece, from, to), wait);
      }
    });
    from.on("end", () => setTimeout(() => to.end(), Math.max(0, lanes[way] - performance.now()) + 200));
    from.on("close", () => setTimeout(() => to.destroy(), Math.max(0, lanes[way] - performance.now()) + 300));
    from.on("error", () => to.destroy());
  }

  function arrive(way: "up" | "down", piece: Buffer, from: Socket, to: Socket): void {
    if (to.destroyed) return;
    passed[way] += piece.length;
    to.write(piece);
    from.resume();
    if (way !== "up") return;
    untilCut -= piece.length;
    if (untilCut > 0) return;
    passed.cuts += 1;
    nextCut();
    breakAll();
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
    async close() {
      breakAll();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

const sliceBytes = 512;

function slices(chunk: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < chunk.length; at += sliceBytes) found.push(chunk.subarray(at, at + sliceBytes));
  return found;
}
