/** A number by which the module names a slot, a session or an object. */
export type Pkcs11Handle = Buffer

/** A mechanism with its parameter. */
export interface Pkcs11Mechanism {
  readonly mechanism: number
  readonly parameter: Readonly<Record<string, unknown>> | null
}

/** An attribute of an object: to look for it, to make it, or to read it. */
export interface Pkcs11Attribute {
  readonly type: number
  readonly value?: string | number | boolean | Buffer
}

/**
 * What we need of a PKCS#11 module (OASIS PKCS #11 2.40), in the shape in which the package `pkcs11js`
 * gives it. Anything else with this shape does as well.
 */
export interface Pkcs11Module {
  load(library: string): void
  C_Initialize(): void
  C_GetSlotList(tokenPresent: boolean): Pkcs11Handle[]
  C_GetTokenInfo(slot: Pkcs11Handle): { readonly label: string }
  C_OpenSession(slot: Pkcs11Handle, flags: number): Pkcs11Handle
  C_CloseSession(session: Pkcs11Handle): void
  C_Login(session: Pkcs11Handle, userType: number, pin: string): void
  C_FindObjectsInit(session: Pkcs11Handle, template: readonly Pkcs11Attribute[]): void
  C_FindObjects(session: Pkcs11Handle, most: number): Pkcs11Handle[]
  C_FindObjectsFinal(session: Pkcs11Handle): void
  C_GetAttributeValue(
    session: Pkcs11Handle,
    object: Pkcs11Handle,
    template: readonly Pkcs11Attribute[],
  ): { readonly value: Buffer }[]
  C_CreateObject(session: Pkcs11Handle, template: readonly Pkcs11Attribute[]): Pkcs11Handle
  C_DestroyObject(session: Pkcs11Handle, object: Pkcs11Handle): void
  C_GenerateRandom(session: Pkcs11Handle, into: Buffer): Buffer
  C_GenerateKey(
    session: Pkcs11Handle,
    mechanism: Pkcs11Mechanism,
    template: readonly Pkcs11Attribute[],
  ): Pkcs11Handle
  C_GenerateKeyPair(
    session: Pkcs11Handle,
    mechanism: Pkcs11Mechanism,
    publicTemplate: readonly Pkcs11Attribute[],
    privateTemplate: readonly Pkcs11Attribute[],
  ): { readonly publicKey: Pkcs11Handle; readonly privateKey: Pkcs11Handle }
  C_EncryptInit(session: Pkcs11Handle, mechanism: Pkcs11Mechanism, key: Pkcs11Handle): void
  C_EncryptAsync(session: Pkcs11Handle, data: Buffer, into: Buffer): Promise<Buffer>
  C_DecryptInit(session: Pkcs11Handle, mechanism: Pkcs11Mechanism, key: Pkcs11Handle): void
  C_DecryptAsync(session: Pkcs11Handle, data: Buffer, into: Buffer): Promise<Buffer>
  C_SignInit(session: Pkcs11Handle, mechanism: Pkcs11Mechanism, key: Pkcs11Handle): void
  C_SignAsync(session: Pkcs11Handle, data: Buffer, into: Buffer): Promise<Buffer>
}

/** The package that binds Node to PKCS#11 modules. */
export interface Pkcs11Binding {
  readonly PKCS11: new () => Pkcs11Module
}

/** Numbers of the standard (pkcs11t.h 2.40; Edwards curves from 3.0), as far as we use them. */
export const pkcs11 = {
  serialSession: 4,
  readWriteSession: 2,
  user: 1,
  attribute: {
    class: 0x0,
    token: 0x1,
    private: 0x2,
    label: 0x3,
    value: 0x11,
    keyType: 0x100,
    sensitive: 0x103,
    encrypt: 0x104,
    decrypt: 0x105,
    sign: 0x108,
    verify: 0x10a,
    valueLength: 0x161,
    extractable: 0x162,
    curve: 0x180,
    point: 0x181,
  },
  object: { data: 0, publicKey: 2, privateKey: 3, secretKey: 4 },
  key: { aes: 0x1f, edwards: 0x40 },
  mechanism: { makeAes: 0x1080, aesGcm: 0x1087, makeEdwards: 0x1055, edwards: 0x1057 },
  /** Our binding's number for the parameter of AES-GCM. */
  gcmParameter: 3,
  alreadyInitialized: 'CKR_CRYPTOKI_ALREADY_INITIALIZED',
  pinRefused: /CKR_PIN_(?:INCORRECT|LOCKED|EXPIRED|INVALID|LEN_RANGE)/,
} as const

/** The binding, where it is installed: an optional peer, since building it takes a compiler. */
export async function loadBinding(): Promise<Pkcs11Binding> {
  // Kept from bundlers: whoever has no HSM has no such package.
  const name = 'pkcs11js'
  const found = (await import(/* @vite-ignore */ name)) as Pkcs11Binding & {
    readonly default?: Pkcs11Binding
  }
  return found.default ?? found
}
