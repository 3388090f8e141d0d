import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { CrmError, isCrmError, keyErrors } from '@crm/core'
import {
  loadBinding,
  type Pkcs11Attribute,
  type Pkcs11Binding,
  type Pkcs11Handle,
  type Pkcs11Module,
  pkcs11,
} from './pkcs11-binding.ts'

/** Which token, and how it is reached. */
export interface Pkcs11TokenOptions {
  /** The vendor's library, as `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly library: string
  /** The token's label. */
  readonly token: string
  /** Gives the PIN when the token asks for it; {@link pinFromFile} reads it from a file. */
  readonly pin: () => string | Promise<string>
  /** The package `pkcs11js`, unless it is to be imported. */
  readonly binding?: object
  /** How long one call to the token may take, in milliseconds; ten seconds unless told otherwise. */
  readonly deadlineMs?: number
}

/** An open session. */
export interface TokenSession {
  readonly module: Pkcs11Module
  readonly session: Pkcs11Handle
}

/** A PIN in a file that its owner alone can read. @throws `config.key_file_readable` */
export const pinFromFile = (file: string) => async (): Promise<string> => {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new CrmError(
      'config.key_file_readable',
      500,
      `${file} can be read by others. Make it readable by its owner alone (chmod 600).`,
      { file },
    )
  return (await readFile(file, 'utf8')).trim()
}

/**
 * One token, one session, one thing at a time. A session that broke (the token was pulled out, the
 * network to it went away) is opened anew and logged into once; then the service counts as down.
 */
export class Pkcs11Token {
  readonly #options: Pkcs11TokenOptions
  #module: Promise<Pkcs11Module> | undefined
  #session: Pkcs11Handle | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #refusedPin: string | undefined

  constructor(options: Pkcs11TokenOptions) {
    this.#options = options
  }

  /**
   * Do something in a session, after whatever is under way.
   *
   * @throws `keys.service_unavailable` when the token cannot be reached; else what the work threw twice
   */
  run<T>(work: (open: TokenSession) => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => this.#attempt(work))
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #attempt<T>(work: (open: TokenSession) => Promise<T>): Promise<T> {
    const held = this.#session !== undefined
    try {
      return await this.#once(work)
    } catch (error) {
      if (isAnswer(error)) throw error
      this.#drop(hangs(error))
      // A session fresh from its login tells the truth; an old one may just have died.
      if (!held) throw unavailable(error)
    }
    try {
      return await this.#once(work)
    } catch (error) {
      if (isAnswer(error)) throw error
      this.#drop(hangs(error))
      throw unavailable(error)
    }
  }

  async #once<T>(work: (open: TokenSession) => Promise<T>): Promise<T> {
    const { deadlineMs = 10_000 } = this.#options
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(keyErrors.serviceUnavailable()), deadlineMs)
    })
    try {
      return await Promise.race([this.#open().then(work), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async #open(): Promise<TokenSession> {
    try {
      this.#module ??= this.#load()
      const module = await this.#module
      this.#session ??= await this.#login(module)
      return { module, session: this.#session }
    } catch (cause) {
      throw keyErrors.serviceUnavailable(cause)
    }
  }

  async #load(): Promise<Pkcs11Module> {
    const { library, binding } = this.#options
    try {
      const { PKCS11 } = (binding as Pkcs11Binding | undefined) ?? (await loadBinding())
      const module = new PKCS11()
      module.load(library)
      try {
        module.C_Initialize()
      } catch (error) {
        // Another part of this process has opened the library already: that is as good.
        if (!String(error).includes(pkcs11.alreadyInitialized)) throw error
      }
      return module
    } catch (error) {
      this.#module = undefined
      throw error
    }
  }

  async #login(module: Pkcs11Module): Promise<Pkcs11Handle> {
    const { token, pin } = this.#options
    const slot = module
      .C_GetSlotList(true)
      .find((one) => module.C_GetTokenInfo(one).label.trim() === token)
    if (!slot) throw new Error(`there is no token ${token}`)
    const code = await pin()
    // Tokens lock after a few wrong PINs: one that was refused is not tried again.
    if (code === this.#refusedPin) throw new Error('the token has refused this PIN')
    const session = module.C_OpenSession(slot, pkcs11.serialSession | pkcs11.readWriteSession)
    try {
      module.C_Login(session, pkcs11.user, code)
    } catch (error) {
      if (!String(error).includes('CKR_USER_ALREADY_LOGGED_IN')) {
        if (pkcs11.pinRefused.test(String(error))) this.#refusedPin = code
        module.C_CloseSession(session)
        throw error
      }
    }
    return session
  }

  /** A session in which a call still hangs is left behind: closing it would hang as well. */
  #drop(hangs: boolean): void {
    const session = this.#session
    this.#session = undefined
    if (!session || hangs) return
    this.#module
      ?.then((module) => module.C_CloseSession(session))
      // It was dead already: that is why it is dropped.
      .catch(() => undefined)
  }
}

/** Did the token answer, if not as was hoped? Asking again would change nothing. */
const isAnswer = (error: unknown): boolean =>
  isCrmError(error) && !/^keys\.(?:service_unavailable|unwrap_failed)$/.test(error.code)

/** What ran out of its time came from the deadline: the call itself is still out. */
const hangs = (error: unknown): boolean =>
  isCrmError(error) && error.code === 'keys.service_unavailable'

const unavailable = (error: unknown): CrmError =>
  isCrmError(error) ? error : keyErrors.serviceUnavailable(error)

/** Every object with these attributes. */
export function findObjects(
  { module, session }: TokenSession,
  template: readonly Pkcs11Attribute[],
): Pkcs11Handle[] {
  const found: Pkcs11Handle[] = []
  module.C_FindObjectsInit(session, template)
  try {
    for (;;) {
      const some = module.C_FindObjects(session, 100)
      if (some.length === 0) return found
      found.push(...some)
    }
  } finally {
    module.C_FindObjectsFinal(session)
  }
}
