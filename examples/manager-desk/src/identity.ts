/** Somebody one can sign in as. */
export interface Person {
  readonly staffId: string
  readonly name: string
  readonly roles: readonly string[]
  readonly branch: string
}

const KEY = 'crm.example.staff'

/** The people of the demonstration's identity provider. */
export async function listPeople(): Promise<readonly Person[]> {
  const response = await fetch('/dev/people')
  if (!response.ok) throw new Error('The people could not be read.')
  return (await response.json()) as Person[]
}

/** A token for somebody, with a second factor where one is asked for. The client asks again when it has run out. */
export async function tokenFor(staffId: string, stepUp: boolean): Promise<string> {
  const response = await fetch('/dev/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ staffId, stepUp }),
  })
  if (!response.ok) throw new Error('Signing in failed.')
  return ((await response.json()) as { token: string }).token
}

/** Tell the host that somebody left: its answer has the browser forget what it keeps of this site. */
export async function signOut(): Promise<void> {
  await fetch('/sign-out', { method: 'POST' }).catch(() => undefined)
}

/** Who sits at this screen, over a reload of the page: the name only, never a token. */
export const whoSits = {
  get: (): string | undefined => sessionStorage.getItem(KEY) ?? undefined,
  set: (staffId: string): void => sessionStorage.setItem(KEY, staffId),
  clear: (): void => sessionStorage.removeItem(KEY),
}
