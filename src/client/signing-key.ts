const algorithm = { name: "ECDSA", namedCurve: "P-256" };
const signature = { name: "ECDSA", hash: "SHA-256" };

/** A key whose private half never leaves this browser; undefined where the page is not secure and has no such keys. */
export async function makeSigningKey(): Promise<CryptoKeyPair | undefined> {
  if (!crypto.subtle) return undefined;
  return crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]) as Promise<CryptoKeyPair>;
}

/** The public half in the form the server keeps. */
export async function publicKeyOf(pair: CryptoKeyPair | undefined): Promise<JsonWebKey | null> {
  if (!pair) return null;
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { kty, crv, x, y } as JsonWebKey;
}

export async function sign(
  pair: CryptoKeyPair,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign(signature, pair.privateKey, bytes));
}
