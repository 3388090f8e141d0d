import {
  AccessExplainer,
  AuditTrail,
  BackupStatus,
  LicenceStatus,
  RoleTable,
  useMe,
} from '@crm/react'
import type { ReactElement } from 'react'
import { Bar, type BarProps } from './bar.tsx'
import { wordsOf } from './words.ts'

/** What an administrator's page is made of, and what each part needs. */
const parts = [
  ['policy:read', 'explain', AccessExplainer],
  ['policy:read', 'roles', RoleTable],
  ['backup:read', 'backups', BackupStatus],
  ['licence:read', 'licence', LicenceStatus],
  ['audit:read', 'audit', AuditTrail],
] as const

/** The administrators' page: who may do what and why, the audit, the licence, the backups; no customer. */
export function Administration(props: BarProps): ReactElement {
  const me = useMe()
  const words = wordsOf(props.locale)
  const mine = parts.filter(
    ([needs]) => me.status === 'ready' && me.data.entitlements.includes(needs),
  )
  return (
    <div className="desk">
      <Bar {...props} />
      <main className="desk-admin">
        <h2>{words.administration}</h2>
        <div>
          {mine.map(([, name, Widget]) => (
            <div key={name} className="desk-part" data-part={name}>
              <Widget />
            </div>
          ))}
        </div>
      </main>
    </div>
  )
}
