import { words as codes } from '@crm/core/words'
import type { Locale } from '@crm/react'
import { type ReactElement, useEffect, useState } from 'react'
import { listPeople, type Person } from './identity.ts'
import { otherLocale, wordsOf } from './words.ts'

interface SignInProps {
  readonly locale: Locale
  readonly onLocale: (locale: Locale) => void
  readonly onSignIn: (staffId: string) => void
}

/** Choose who sits at the screen. */
export function SignIn({ locale, onLocale, onSignIn }: SignInProps): ReactElement {
  const [people, setPeople] = useState<readonly Person[]>([])
  const [failed, setFailed] = useState(false)
  const words = wordsOf(locale)
  useEffect(() => {
    listPeople().then(setPeople, () => setFailed(true))
  }, [])
  return (
    <main className="desk-sign-in">
      <h1>{words.title}</h1>
      <h2>{words.signIn}</h2>
      <p>{words.signInHint}</p>
      {failed && <p role="alert">{words.failed}</p>}
      <ul>
        {people.map(({ staffId, name, roles, branch }) => (
          <li key={staffId}>
            <button type="button" onClick={() => onSignIn(staffId)}>
              <strong>{name}</strong>
              <span>{roles.map((role) => codes[locale][`role.${role}`] ?? role).join('、')}</span>
              <span>{branch}</span>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="desk-plain" onClick={() => onLocale(otherLocale(locale))}>
        {words.other}
      </button>
    </main>
  )
}
