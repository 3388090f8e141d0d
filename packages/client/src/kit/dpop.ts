const encode = (bytes: Uint8Array | string): string => {
  const list = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return btoa(String.fromCharCode(...list))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** A key that proves who sends a request. It never leaves the browser, and goes with the page. */
export interface ProofKey {
  /** Send it to the identity provider at sign-in: the token is then bound to it (`cnf.jkt`). */
  readonly publicJwk: JsonWebKey
  /** A proof for one request (RFC 9449): hand this function to `createCrm` as `proof`. */
  readonly prove: (method: string, url: string, token: string) => Promise<string>
}

/** Make a key whose private half cannot be read by anybody, this page included. Secure contexts only. */
export async function createProofKey(): Promise<ProofKey> {
  const { subtle } = crypto
  const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
  const { kty, crv, x, y } = await subtle.exportKey('jwk', pair.publicKey)
  const publicJwk = { kty, crv, x, y } as JsonWebKey
  const head = encode(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk }))
  return {
    publicJwk,
    async prove(method, url, token) {
      const { origin, pathname } = new URL(url)
      const hash = await subtle.digest('SHA-256', new TextEncoder().encode(token))
      const claims = {
        jti: crypto.randomUUID(),
        iat: Math.floor(Date.now() / 1_000),
        htm: method,
        htu: origin + pathname,
        ath: encode(new Uint8Array(hash)),
      }
      const text = `${head}.${encode(JSON.stringify(claims))}`
      const signed = await subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        pair.privateKey,
        new TextEncoder().encode(text),
      )
      return `${text}.${encode(new Uint8Array(signed))}`
    },
  }
}
