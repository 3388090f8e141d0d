import { keyErrors } from '@crm/core'
import type { KeyPurpose, KeyService, VerifyingKey } from '../../kit/keys/key-service.ts'
import { keyPurposes } from './local-key-service.ts'
import { type Pkcs11Attribute, type Pkcs11Handle, pkcs11 } from './pkcs11-binding.ts'
import {
  findObjects,
  Pkcs11Token,
  type Pkcs11TokenOptions,
  type TokenSession,
} from './pkcs11-token.ts'

/** How master keys in an HSM are reached. */
export interface Pkcs11Options extends Pkcs11TokenOptions {
  /** Before each label in the token, where several banks or programs share one; `crm.` unless told. */
  readonly prefix?: string
}

/** A key service whose keys were made in the token and cannot leave it. */
export interface Pkcs11KeyService extends KeyService {
  /** Make the keys that are missing: the first of each purpose and a signing key. Run once, by hand. */
  readonly provision: () => Promise<readonly string[]>
}

const { attribute, object, key, mechanism } = pkcs11
const IV = 12
const TAG = 16
/** Ed25519 as the curve's object identifier (RFC 8410), and what stands before its point in SPKI. */
const CURVE = Buffer.from('06032b6570', 'hex')
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
/** 64 bytes of signature; some modules ask for more room than they need. */
const ROOM = 256

const gcm = (iv: Buffer, about: string) => ({
  mechanism: mechanism.aesGcm,
  parameter: {
    type: pkcs11.gcmParameter,
    iv,
    ivBits: IV * 8,
    aad: Buffer.from(about),
    tagBits: TAG * 8,
  },
})

const kept: readonly Pkcs11Attribute[] = [
  { type: attribute.token, value: true },
  { type: attribute.private, value: true },
  { type: attribute.sensitive, value: true },
  { type: attribute.extractable, value: false },
]

/**
 * Master keys in an HSM, over PKCS#11: AES-256 keys that wrap (AES-GCM, the context as additional data)
 * and an Ed25519 key that signs, all made in the token, sensitive and not extractable. Needs the package
 * `pkcs11js`. When the token does not answer, what is unwrapped stays in memory for five minutes.
 */
export function pkcs11KeyService(options: Pkcs11Options): Pkcs11KeyService {
  const { prefix = 'crm.' } = options
  const token = new Pkcs11Token(options)
  const labelled = (kind: number, keyId: string): readonly Pkcs11Attribute[] => [
    { type: attribute.class, value: kind },
    { type: attribute.label, value: `${prefix}${keyId}` },
  ]

  /** Versions of a name's keys in the token, destroyed ones too, oldest first. */
  function versions(open: TokenSession, kinds: readonly number[], name: string): number[] {
    const { module, session } = open
    const found = kinds.flatMap((kind) =>
      findObjects(open, [{ type: attribute.class, value: kind }]),
    )
    const start = `${prefix}${name}-`
    return found
      .map((one) => module.C_GetAttributeValue(session, one, [{ type: attribute.label }])[0])
      .map((label) => label?.value.toString() ?? '')
      .filter((label) => label.startsWith(start))
      .map((label) => Number(label.slice(start.length)))
      .filter(Number.isSafeInteger)
      .sort((a, b) => a - b)
  }

  function one(open: TokenSession, kind: number, keyId: string): Pkcs11Handle {
    const found = findObjects(open, labelled(kind, keyId))
    if (found.length > 1) throw keyErrors.ambiguous(keyId)
    if (found[0]) return found[0]
    const gone = findObjects(open, labelled(object.data, keyId)).length > 0
    throw gone ? keyErrors.destroyed(keyId) : keyErrors.keyMissing(keyId)
  }

  function newest(open: TokenSession, kind: number, name: string): string {
    const version = versions(open, [kind], name).at(-1)
    if (version === undefined) throw keyErrors.keyMissing(`${name}-1`)
    return `${name}-${version}`
  }

  function makeMaster(open: TokenSession, purpose: KeyPurpose): string {
    const name = `${purpose}-master`
    const version = (versions(open, [object.secretKey, object.data], name).at(-1) ?? 0) + 1
    const keyId = `${name}-${version}`
    open.module.C_GenerateKey(open.session, { mechanism: mechanism.makeAes, parameter: null }, [
      ...labelled(object.secretKey, keyId),
      ...kept,
      { type: attribute.keyType, value: key.aes },
      { type: attribute.valueLength, value: 32 },
      { type: attribute.encrypt, value: true },
      { type: attribute.decrypt, value: true },
    ])
    // Two hands that make one key at once find out here, before anything is wrapped under it.
    one(open, object.secretKey, keyId)
    return keyId
  }

  function makeSigner({ module, session }: TokenSession, keyId: string): void {
    const edwards = [
      { type: attribute.keyType, value: key.edwards },
      { type: attribute.token, value: true },
    ]
    module.C_GenerateKeyPair(
      session,
      { mechanism: mechanism.makeEdwards, parameter: null },
      [
        ...labelled(object.publicKey, keyId),
        ...edwards,
        { type: attribute.verify, value: true },
        { type: attribute.curve, value: CURVE },
      ],
      [
        ...labelled(object.privateKey, keyId),
        ...kept,
        { type: attribute.keyType, value: key.edwards },
        { type: attribute.sign, value: true },
      ],
    )
  }

  function publicKey(open: TokenSession, keyId: string): VerifyingKey {
    const handle = one(open, object.publicKey, keyId)
    const [found] = open.module.C_GetAttributeValue(open.session, handle, [
      { type: attribute.point },
    ])
    // The point comes bare from some modules, in a DER octet string from others.
    const point = found!.value.subarray(-32)
    const body = Buffer.concat([SPKI, point]).toString('base64')
    const pem = `-----BEGIN PUBLIC KEY-----\n${body}\n-----END PUBLIC KEY-----\n`
    return { keyId, algorithm: 'Ed25519', publicKey: pem }
  }

  return {
    name: 'pkcs11',
    wrap: (purpose, bytes, context) =>
      token.run(async (open) => {
        const { module, session } = open
        const keyId = newest(open, object.secretKey, `${purpose}-master`)
        const iv = module.C_GenerateRandom(session, Buffer.alloc(IV))
        const handle = one(open, object.secretKey, keyId)
        module.C_EncryptInit(session, gcm(iv, `${keyId}|${context}`), handle)
        const room = Buffer.alloc(bytes.length + TAG)
        const sealed = await module.C_EncryptAsync(session, Buffer.from(bytes), room)
        return { keyId, wrapped: Buffer.concat([iv, sealed]).toString('base64url') }
      }),
    unwrap: ({ keyId, wrapped }, context) =>
      token.run(async (open) => {
        const { module, session } = open
        const handle = one(open, object.secretKey, keyId)
        const bytes = Buffer.from(wrapped, 'base64url')
        module.C_DecryptInit(session, gcm(bytes.subarray(0, IV), `${keyId}|${context}`), handle)
        try {
          const sealed = bytes.subarray(IV)
          return await module.C_DecryptAsync(session, sealed, Buffer.alloc(bytes.length))
        } catch (cause) {
          throw keyErrors.unwrapFailed(keyId, cause)
        }
      }),
    sign: (data) =>
      token.run(async (open) => {
        const { module, session } = open
        const keyId = newest(open, object.privateKey, 'sign')
        const handle = one(open, object.privateKey, keyId)
        module.C_SignInit(session, { mechanism: mechanism.edwards, parameter: null }, handle)
        const signed = await module.C_SignAsync(session, Buffer.from(data), Buffer.alloc(ROOM))
        return { keyId, algorithm: 'Ed25519', signature: signed.toString('base64url') }
      }),
    verifyingKeys: () =>
      token.run(async (open) =>
        versions(open, [object.publicKey], 'sign')
          .reverse()
          .map((version) => publicKey(open, `sign-${version}`)),
      ),
    rotate: (purpose) => token.run(async (open) => ({ keyId: makeMaster(open, purpose) })),
    destroy: (keyId) =>
      token.run(async (open) => {
        const { module, session } = open
        const handles = findObjects(open, labelled(object.secretKey, keyId))
        // Its name stays, so that it is told from a key that never was.
        module.C_CreateObject(session, [
          ...labelled(object.data, keyId),
          { type: attribute.token, value: true },
          { type: attribute.value, value: Buffer.from('destroyed') },
        ])
        for (const handle of handles) module.C_DestroyObject(session, handle)
      }),
    provision: () =>
      token.run(async (open) => {
        const made = keyPurposes
          .filter((purpose) => versions(open, [object.secretKey], `${purpose}-master`).length === 0)
          .map((purpose) => makeMaster(open, purpose))
        if (versions(open, [object.privateKey], 'sign').length > 0) return made
        makeSigner(open, 'sign-1')
        return [...made, 'sign-1']
      }),
  }
}
