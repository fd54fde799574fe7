import { Metadata, type Upload } from "@tus/server";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { largestPhoto } from "#domain/photos/photo-kinds.ts";
import { type Named, shaPattern } from "../../attachments/attachment-folder.ts";
import type { Attachment } from "../../attachments/attachment-records.ts";
import { uploadIdOf } from "../../attachments/attachments.ts";
import { adoptLeft, findStored, finishUpload } from "../../attachments/finish-upload.ts";
import { requireSpace } from "../../attachments/free-space.ts";
import { createBuckets } from "../../auth/buckets.ts";
import type { ServerContext } from "../../context.ts";
import { Problem } from "../../problem.ts";
import { parseAs } from "../bodies.ts";
import { createGate } from "../gate.ts";
import { findBringable, findPhoto } from "../photo-access.ts";
import { type Caller, requireCaller } from "../sessions.ts";
import { createTus, tusBody } from "../tus.ts";

/** Few, so that words never wait for pictures. */
const mostAtOnce = 40;

/** What tus says of an upload, and whether it hangs up on what it has not read. */
const passedOn = ["tus-resumable", "upload-offset", "upload-length", "upload-metadata", "connection"];

/** Not the caller's to bring, or judged and thrown away: as far as a HEAD goes, nothing is there. */
const wordless = ["photo-unknown", "erased", "hash-mismatch", "not-an-image", "photo-has-exif"];

const sha = z.string().regex(shaPattern);
const paramsSchema = z.object({ sha });
const metadataSchema = z.object({ sha, photo: z.string().min(1).max(160) });
const lengthSchema = z.object({
  "upload-length": z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().min(1)),
});

/** Photos come in pieces by the tus protocol, and go on where they stopped, at whichever process. */
export function addUploadRoutes(app: FastifyInstance, context: ServerContext): void {
  const { attachments, config } = context;
  const { steady } = context.clock;
  const { uploads } = attachments;
  const tus = createTus(attachments);
  const perDevice = createBuckets(300, 20);
  const { hooks } = createGate({ most: mostAtOnce, now: steady });
  // Read by tus, straight to the disk.
  app.addContentTypeParser(tusBody, (_request, _payload, done) => done(null));

  async function begin(request: FastifyRequest): Promise<Caller> {
    const caller = await requireCaller(context, request);
    perDevice.take(caller.device, steady());
    return caller;
  }

  /** Answers as tus did; when nothing is missing any more, what came is judged and kept first. */
  async function answer(
    reply: FastifyReply,
    response: Response,
    caller: Caller,
    named: Named,
    upload: Upload,
  ) {
    for (const name of passedOn) {
      const value = response.headers.get(name);
      if (value !== null) reply.header(name, value);
    }
    if (Number(response.headers.get("upload-offset")) === upload.size) {
      const { type } = await findBringable(context, caller, named.sha);
      tellStored(reply, await finishUpload(context, named, upload.id, type));
    }
    return reply.code(response.status).send();
  }

  app.post("/api/uploads", hooks, async (request, reply) => {
    const caller = await begin(request);
    const { "upload-length": length } = parseAs(lengthSchema, request.headers);
    const given = parseAs(metadataSchema, readMetadata(request));
    if (length > largestPhoto) throw new Problem("too-large", { facts: { most: largestPhoto } });
    const photo = await findPhoto(context, caller, given.photo);
    if (photo.sha !== given.sha) throw new Problem("bad-request", { facts: { field: "sha" } });
    if (photo.bytes !== length) throw new Problem("bad-request", { facts: { field: "upload-length" } });
    const named = { commune: caller.commune, sha: given.sha };
    const stored = (await findStored(context, named)) ?? (await adoptLeft(context, named, photo.type));
    if (stored) return tellStored(reply, stored).code(200).send();
    attachments.newPerPerson.take(`${caller.commune}/${caller.person}`, steady());
    await requireSpace(config.dataDir, length);
    const id = uploadIdOf(named, caller.device);
    const response = await tus.ask(request, id);
    reply.header("location", `/api/uploads/${given.sha}`);
    const upload = await uploads.find(id);
    if (!upload) throw new Problem("not-found");
    if (!response.headers.has("upload-offset")) response.headers.set("upload-offset", "0");
    return answer(reply, response, caller, named, upload);
  });

  app.head("/api/uploads/:sha", hooks, async (request, reply) => {
    const caller = await begin(request);
    const named = { commune: caller.commune, ...parseAs(paramsSchema, request.params) };
    try {
      await findBringable(context, caller, named.sha);
      const stored = await findStored(context, named);
      if (stored) return tellStored(reply, stored).code(200).send();
      const id = uploadIdOf(named, caller.device);
      const response = await tus.ask(request, id);
      const upload = await uploads.find(id);
      if (!upload) throw new Problem("not-found");
      return await answer(reply, response, caller, named, upload);
    } catch (error) {
      // A HEAD has no words to say why: the next request tells.
      throw error instanceof Problem && wordless.includes(error.code) ? new Problem("not-found") : error;
    }
  });

  app.patch("/api/uploads/:sha", hooks, bringPart);
  // Where a firewall lets no PATCH pass, tus says it by a header.
  app.post("/api/uploads/:sha", hooks, async (request, reply) => {
    const said = String(request.headers["x-http-method-override"] ?? "").toUpperCase();
    if (said !== "PATCH") throw new Problem("not-found");
    return bringPart(request, reply);
  });

  async function bringPart(request: FastifyRequest, reply: FastifyReply) {
    const caller = await begin(request);
    const named = { commune: caller.commune, ...parseAs(paramsSchema, request.params) };
    await findBringable(context, caller, named.sha);
    const stored = await findStored(context, named);
    if (stored) return tellStored(reply, stored).code(204).send();
    const id = uploadIdOf(named, caller.device);
    const upload = await uploads.find(id);
    if (!upload) throw new Problem("not-found");
    await requireSpace(config.dataDir, 0);
    return answer(reply, await tus.ask(request, id, "PATCH"), caller, named, upload);
  }
}

function tellStored(reply: FastifyReply, { bytes, at }: Attachment): FastifyReply {
  return reply.headers({
    "x-stored": at,
    "upload-offset": bytes,
    "upload-length": bytes,
    "tus-resumable": "1.0.0",
  });
}

function readMetadata({ headers }: FastifyRequest): unknown {
  try {
    return Metadata.parse(String(headers["upload-metadata"] ?? ""));
  } catch {
    throw new Problem("bad-request", { facts: { field: "upload-metadata" } });
  }
}
