import { type Crm, createCrm } from '@crm/client'
import { CrmProvider, type Locale } from '@crm/react'
import { type ReactElement, useEffect, useMemo, useState } from 'react'
import { tokenFor, whoSits } from './identity.ts'
import { Morning } from './morning.tsx'
import { SignIn } from './sign-in.tsx'

const crmFor = (staffId: string, locale: Locale): Crm =>
  createCrm({
    baseUrl: new URL('/api', location.href).href,
    token: () => tokenFor(staffId),
    locale,
  })

/** The whole example: who sits here, and their morning. */
export function Desk(): ReactElement {
  const [staffId, setStaffId] = useState(whoSits.get)
  const [locale, setLocale] = useState<Locale>('zh-CN')
  const crm = useMemo(() => (staffId ? crmFor(staffId, locale) : undefined), [staffId, locale])

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
    setStaffId(undefined)
  }
  return (
    <CrmProvider crm={crm} locale={locale}>
      <Morning locale={locale} onLocale={setLocale} onLeave={leave} />
    </CrmProvider>
  )
}
