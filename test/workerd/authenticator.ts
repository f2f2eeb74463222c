// An authenticator in software, as simple as the standard lets one be: one ES256 key, no attestation.
// Each thing that it says can be said wrongly, to see that the server notices.

import { fromBase64Url, toBase64Url } from "../../src/worker/base64url.ts";

export interface Lies {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  /** Instead of the next one. */
  counter?: number;
  /** The person did not show to be there: no touch, no PIN. */
  unverified?: true;
  userHandle?: string;
  /** Another id than that of the key that signs. */
  id?: string;
}

interface Options {
  challenge: string;
}

export async function makeAuthenticator(origin: string) {
  const { hostname } = new URL(origin);
  const keys = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
  ])) as CryptoKeyPair;
  const id = crypto.getRandomValues(new Uint8Array(32));
  let counter = 0;
  let userHandle = "";

  function clientData(type: string, challenge: string, lies: Lies): Uint8Array {
    const data = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? origin,
    };
    return utf8(JSON.stringify(data));
  }

  async function authenticatorData(attested: Uint8Array, lies: Lies): Promise<Uint8Array> {
    counter = lies.counter ?? counter + 1;
    const flags = 1 | (lies.unverified ? 0 : 4) | (attested.length > 0 ? 64 : 0);
    const count = new Uint8Array(4);
    new DataView(count.buffer).setUint32(0, counter);
    return join(await sha256(utf8(lies.rpId ?? hostname)), [flags], count, attested);
  }

  return {
    id: toBase64Url(id),

    async register(options: Options & { user: { id: string } }, lies: Lies = {}) {
      userHandle = options.user.id;
      const jwk = (await crypto.subtle.exportKey("jwk", keys.publicKey)) as JsonWebKey;
      const [x, y] = [fromBase64Url(jwk.x ?? ""), fromBase64Url(jwk.y ?? "")];
      // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
      const cose = join([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32], x, [0x22, 0x58, 32], y);
      const attested = join(new Uint8Array(16), [0, id.length], id, cose);
      const data = await authenticatorData(attested, lies);
      const object = join(
        [0xa3],
        text("fmt"),
        text("none"),
        text("attStmt"),
        [0xa0],
        text("authData"),
        [0x58, data.length],
        data,
      );
      return credential(lies, {
        clientDataJSON: toBase64Url(clientData("webauthn.create", options.challenge, lies)),
        attestationObject: toBase64Url(object),
      });
    },

    async sign(options: Options, lies: Lies = {}) {
      const client = clientData("webauthn.get", options.challenge, lies);
      const data = await authenticatorData(new Uint8Array(), lies);
      const signed = join(data, await sha256(client));
      const raw = await crypto.subtle.sign(
        { name: "ECDSA", hash: "SHA-256" },
        keys.privateKey,
        signed,
      );
      return credential(lies, {
        clientDataJSON: toBase64Url(client),
        authenticatorData: toBase64Url(data),
        signature: toBase64Url(der(new Uint8Array(raw))),
        userHandle: lies.userHandle ?? userHandle,
      });
    },
  };

  function credential<R>(lies: Lies, response: R) {
    const shown = lies.id ?? toBase64Url(id);
    return {
      id: shown,
      rawId: shown,
      type: "public-key",
      clientExtensionResults: {},
      response,
    };
  }
}

export type Authenticator = Awaited<ReturnType<typeof makeAuthenticator>>;

function utf8(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function join(...parts: (Uint8Array | number[] | undefined)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...(part ?? [])]));
}

/** A text of less than 24 bytes in CBOR. */
function text(words: string): Uint8Array {
  return join([0x60 + words.length], utf8(words));
}

/** A signature as ASN.1 has it, from its two numbers side by side. */
function der(raw: Uint8Array): Uint8Array {
  const numbers = [raw.slice(0, 32), raw.slice(32)].map((number) => {
    let at = 0;
    while (at < 31 && number[at] === 0) at += 1;
    const short = number.slice(at);
    const positive = (short[0] ?? 0) > 127 ? join([0], short) : short;
    return join([2, positive.length], positive);
  });
  const both = join(...numbers);
  return join([0x30, both.length], both);
}
