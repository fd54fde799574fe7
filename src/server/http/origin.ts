import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import { Problem } from "../problem.ts";

/** Where this request reached us. */
export function originOf(config: Config, request: FastifyRequest): string {
  return config.baseUrl ?? `${request.protocol}://${request.host}`;
}

export function isSecure(config: Config, request: FastifyRequest): boolean {
  return originOf(config, request).startsWith("https:");
}

/** A page of another site cannot send our header without asking first, and its `Origin` tells on it. */
export function refuseForeign(config: Config, request: FastifyRequest): void {
  if (request.headers["x-so-truc"] !== "1") throw new Problem("csrf");
  if (request.headers["sec-fetch-site"] === "cross-site") throw new Problem("csrf");
  const { origin } = request.headers;
  if (origin === undefined) return;
  const here = URL.canParse(origin) && new URL(origin).host === request.host;
  if (!here && origin !== config.baseUrl) throw new Problem("csrf");
}
