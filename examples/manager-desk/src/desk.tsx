import { type Crm, createCrm } from '@crm/client'
import { CrmProvider, type Locale, useMe } from '@crm/react'
import { type ReactElement, useEffect, useMemo, useState } from 'react'
import { Administration } from './administration.tsx'
import type { BarProps } from './bar.tsx'
import { signOut, tokenFor, whoSits } from './identity.ts'
import { Morning } from './morning.tsx'
import { SecondFactor, type Waiting } from './second-factor.tsx'
import { SignIn } from './sign-in.tsx'

type Ask = (waiting: Waiting | undefined) => void

/** The person proves themselves, or the call that needed it fails. */
const proved = (ask: Ask): Promise<void> =>
  new Promise<void>((prove, reject) => {
    ask({ prove, decline: () => reject(new Error('No second factor was given.')) })
  }).finally(() => ask(undefined))

const crmFor = (staffId: string, locale: Locale, ask: Ask): Crm =>
  createCrm({
    baseUrl: new URL('/api', location.href).href,
    async token({ stepUp }) {
      if (stepUp) await proved(ask)
      return tokenFor(staffId, stepUp)
    },
    locale,
  })

/** The whole example: who sits here, and their page. */
export function Desk(): ReactElement {
  const [staffId, setStaffId] = useState(whoSits.get)
  const [locale, setLocale] = useState<Locale>('zh-CN')
  const [waiting, setWaiting] = useState<Waiting>()
  const crm = useMemo(
    () => (staffId ? crmFor(staffId, locale, setWaiting) : undefined),
    [staffId, locale],
  )

  useEffect(() => crm?.connect(), [crm])
  useEffect(() => {
    document.documentElement.lang = locale
    document.title = locale === 'en' ? 'Manager’s desk' : '客户经理工作台'
  }, [locale])

  if (!crm) {
    const sit = (id: string) => {
      whoSits.set(id)
      setStaffId(id)
    }
    return <SignIn locale={locale} onLocale={setLocale} onSignIn={sit} />
  }
  const leave = () => {
    crm.signOut()
    whoSits.clear()
    setWaiting(undefined)
    setStaffId(undefined)
    void signOut()
  }
  return (
    <CrmProvider crm={crm} locale={locale}>
      <Page locale={locale} onLocale={setLocale} onLeave={leave} />
      {waiting && <SecondFactor locale={locale} waiting={waiting} />}
    </CrmProvider>
  )
}

const administrators: readonly string[] = ['system-admin', 'security-admin', 'audit-admin']

/** Who runs the system, its security or its audit has a page of their own, without customers. */
function Page(props: BarProps): ReactElement {
  const me = useMe()
  const administers =
    me.status === 'ready' && me.data.roles.some((role) => administrators.includes(role))
  return administers ? <Administration {...props} /> : <Morning {...props} />
}
