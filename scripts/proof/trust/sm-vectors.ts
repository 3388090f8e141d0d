// The national standards' own examples, against the algorithms that the suite `gm` stands on.
import { createCipheriv, createDecipheriv, createHash, getCiphers } from 'node:crypto'
import { isSignedBy } from '@crm/server/node'
import { sm2 } from 'sm-crypto-v2'

/** The file of examples: SM3 (GB/T 32905), SM4 (GB/T 32907, RFC 8998), SM2 (GB/T 32918.5). */
export interface SmVectors {
  readonly sm3: readonly { readonly input_hex: string; readonly digest: string }[]
  readonly sm4: readonly Sm4Vector[]
  readonly sm2: {
    readonly sign: {
      readonly id: string
      readonly priv: string
      readonly msg_utf8: string
      readonly r: string
      readonly s: string
    }
    readonly encrypt: {
      readonly priv: string
      readonly msg_utf8: string
      readonly c1x: string
      readonly c1y: string
      readonly c2: string
      readonly c3: string
    }
  }
}

interface Sm4Vector {
  readonly mode: string
  readonly key: string
  readonly iv?: string
  readonly aad?: string
  readonly tag?: string
  readonly pt: string
  readonly ct: string
  readonly iterations?: number
}

/** One example and how it came out; nothing where this OpenSSL has no such mode. */
export interface VectorOutcome {
  readonly name: string
  readonly holds: boolean | undefined
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const isSame = (found: Uint8Array, wanted: string): boolean => hex(wanted).equals(found)

/** A million times over as the standard asks: each block is the text of the next. */
function sm4Holds({
  mode,
  key,
  iv,
  aad,
  tag,
  pt,
  ct,
  iterations = 1,
}: Sm4Vector): boolean | undefined {
  const name = `sm4-${mode}`
  if (!getCiphers().includes(name)) return undefined
  const start = iv === undefined ? null : hex(iv)
  if (mode === 'gcm') {
    const cipher = createCipheriv('sm4-gcm' as 'aes-256-gcm', hex(key), start!)
    cipher.setAAD(hex(aad ?? ''))
    const body = Buffer.concat([cipher.update(hex(pt)), cipher.final()])
    return isSame(body, ct) && isSame(cipher.getAuthTag(), tag ?? '')
  }
  const cipher = createCipheriv(name, hex(key), start).setAutoPadding(false)
  let block: Buffer = hex(pt)
  for (let time = 0; time < iterations; time++) block = cipher.update(block)
  if (!isSame(block, ct)) return false
  const back = createDecipheriv(name, hex(key), start).setAutoPadding(false)
  return iterations > 1 || isSame(Buffer.concat([back.update(hex(ct)), back.final()]), pt)
}

/** The standard's signature in DER, checked under the standard's key by what checks the seals of the audit. */
function sm2Signs({ id, priv, msg_utf8, r, s }: SmVectors['sm2']['sign']): boolean {
  const point = sm2.getPublicKeyFromPrivateKey(priv.toLowerCase())
  const spki = hex(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`)
  const publicKey = `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----`
  const number = (text: string) => {
    const bytes = text.length % 2 ? `0${text}` : text
    const positive = Number.parseInt(bytes.slice(0, 2), 16) > 127 ? `00${bytes}` : bytes
    return `02${(positive.length / 2).toString(16).padStart(2, '0')}${positive}`
  }
  const body = number(r) + number(s)
  const der = hex(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`)
  const key = { keyId: 'gm', algorithm: 'SM2-SM3', publicKey } as const
  const given = { keyId: 'gm', algorithm: 'SM2-SM3', signature: der.toString('base64url') } as const
  const text = Buffer.from(msg_utf8)
  const forged = Buffer.from(`${msg_utf8}.`)
  return (
    id === '1234567812345678' && isSignedBy([key], text, given) && !isSignedBy([key], forged, given)
  )
}

const sm2Opens = ({ priv, msg_utf8, c1x, c1y, c2, c3 }: SmVectors['sm2']['encrypt']): boolean =>
  String(sm2.doDecrypt(`${c1x}${c1y}${c3}${c2}`.toLowerCase(), priv.toLowerCase(), 1)) === msg_utf8

/** Every example of the file. */
export const tryVectors = ({ sm3, sm4, sm2: own }: SmVectors): readonly VectorOutcome[] => [
  ...sm3.map(({ input_hex, digest }, at) => ({
    name: `SM3 ${at + 1}`,
    holds: isSame(createHash('sm3').update(hex(input_hex)).digest(), digest),
  })),
  ...sm4.map((vector) => ({
    name: `SM4 ${vector.mode}${vector.iterations ? ' a million times' : ''}`,
    holds: sm4Holds(vector),
  })),
  { name: 'SM2 signature', holds: sm2Signs(own.sign) },
  { name: 'SM2 encryption', holds: sm2Opens(own.encrypt) },
]
