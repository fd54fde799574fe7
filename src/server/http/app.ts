import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { SignInService } from "../auth/sign-in.ts";
import { ConfigError } from "../config.ts";
import type { ServerContext } from "../context.ts";
import { errorFacts } from "../log.ts";
import { isBusy, isDiskFull, Problem } from "../problem.ts";
import { addBodies, maxBodyBytes } from "./bodies.ts";
import { refuseForeign } from "./origin.ts";
import { addAdminRoutes } from "./routes/admin.ts";
import { addAttentionRoute } from "./routes/attention.ts";
import { addCapsuleRoute } from "./routes/capsule.ts";
import { addExchangeRoutes } from "./routes/exchange.ts";
import { addHistoryRoute } from "./routes/history.ts";
import { addImportRoute } from "./routes/import.ts";
import { addMetricsRoute } from "./routes/metrics.ts";
import { addOperationsRoutes } from "./routes/operations.ts";
import { addPhotoRoute } from "./routes/photos.ts";
import { addPokeRoute } from "./routes/poke.ts";
import { addPushRoutes } from "./routes/push.ts";
import { addSessionRoutes } from "./routes/session.ts";
import { addSmsRoutes } from "./routes/sms.ts";
import { addUploadRoutes } from "./routes/uploads.ts";
import { communeOf } from "./sessions.ts";
import { addStatic } from "./static.ts";

/** The whole of what the server says over HTTP. */
export async function createApp(context: ServerContext, signIn: SignInService): Promise<FastifyInstance> {
  const { config, log, metrics, defects } = context;
  const common = {
    // Its own words only when something is wrong: requests are told below, by route and never by address.
    loggerInstance: log.logger.child({}, { level: "warn" }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maxBodyBytes,
    trustProxy: config.trustProxy,
    forceCloseConnections: true,
    requestTimeout: 120_000,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: 200 },
  } as const;
  const app: FastifyInstance = config.tls
    ? (fastify({
        ...common,
        https: readTls(config.tls),
      }) as unknown as FastifyInstance)
    : fastify(common);

  await addSecurityHeaders(app, context);
  await app.register(cookie);
  addBodies(app);

  app.addHook("onRequest", async (request, reply) => {
    if (!request.url.startsWith("/api")) return;
    reply.header("x-so-truc", "1").header("cache-control", "no-store");
    if (request.method !== "GET" && request.method !== "HEAD") refuseForeign(config, request);
  });
  const refusals = new WeakMap<FastifyReply, string>();
  app.addHook("onResponse", async (request, reply) => {
    const path = request.routeOptions.url ?? "unknown";
    const ms = Math.round(reply.elapsedTime);
    const status = reply.statusCode;
    const code = refusals.get(reply);
    const facts = { method: request.method, path, status, ms, ...(code ? { code } : {}) };
    log.write(levelOf(request, status), "request", facts);
  });
  app.setErrorHandler(async (error, request, reply) => {
    const problem = problemOf(error);
    const path = request.routeOptions.url ?? "unknown";
    refusals.set(reply, problem.code);
    metrics.refused(path, problem.code);
    if (problem.code === "server-fault") {
      defects.report("request", `${request.method} ${path}`, error, communeOf(request));
    } else if (problem.status >= 500) log.write("error", "request-failed", { path, ...errorFacts(error) });
    if (problem.waitMs !== undefined) reply.header("retry-after", Math.ceil(problem.waitMs / 1000));
    // The rest of a refused body is not worth a slow link's minutes: a browser goes on sending until the line is cut.
    if (!request.raw.complete) reply.header("connection", "close");
    return reply.code(problem.status).header("x-so-truc", "1").send(problem.toBody());
  });

  app.get("/healthz", async () => {
    await context.database.read.selectFrom("communes").select("id").limit(1).execute();
    return { ok: true };
  });
  addSessionRoutes(app, context, signIn);
  addExchangeRoutes(app, context);
  addPokeRoute(app, context);
  addHistoryRoute(app, context);
  addUploadRoutes(app, context);
  addPhotoRoute(app, context);
  addCapsuleRoute(app, context);
  addSmsRoutes(app, context);
  addPushRoutes(app, context);
  addAdminRoutes(app, context);
  addImportRoute(app, context);
  addOperationsRoutes(app, context);
  addAttentionRoute(app, context);
  addMetricsRoute(app, context);
  await addStatic(app, config.appDir);
  return app;
}

/** Certificate and key, proven to belong together before anything listens. */
function readTls({ cert: certFile, key: keyFile }: { cert: string; key: string }) {
  const pair = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  try {
    createSecureContext(pair);
    return pair;
  } catch (error) {
    const { code = "" } = error as { code?: string };
    throw new ConfigError(
      `TLS_CERT và TLS_KEY không đọc được hoặc không khớp nhau / unreadable or not a pair (${code})`,
    );
  }
}

async function addSecurityHeaders(app: FastifyInstance, { config }: ServerContext): Promise<void> {
  const https = config.tls !== undefined || (config.baseUrl?.startsWith("https:") ?? false);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", "blob:", "data:"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: "no-referrer" },
    crossOriginEmbedderPolicy: false,
    originAgentCluster: https,
    crossOriginOpenerPolicy: https ? { policy: "same-origin" } : false,
  });
  app.addHook("onRequest", async (_request, reply) => {
    reply.header(
      "permissions-policy",
      "camera=(self), microphone=(), geolocation=(self), payment=(), usb=()",
    );
  });
}

/** What changes something, and what was refused, is worth a year on the disk; the rest only while someone looks for it. */
function levelOf({ method, url }: FastifyRequest, status: number): "info" | "debug" {
  const reads = method === "GET" || method === "HEAD";
  return url.startsWith("/api") && (!reads || status >= 400) ? "info" : "debug";
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (statusCode === 413 || code === "FST_ERR_CTP_BODY_TOO_LARGE") return new Problem("too-large");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Problem("bad-request");
  if (isDiskFull(error)) return new Problem("server-full");
  if (isBusy(error)) return new Problem("busy", { waitMs: 2000 });
  return new Problem("server-fault");
}
