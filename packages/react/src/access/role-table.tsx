import type { Condition, Obligations, Role, RoleLine } from '@crm/core'
import { type ReactElement, useId, useState } from 'react'
import { useWords } from '../kit/crm-provider.tsx'
import { Failure, Frame, Nothing, Waiting } from '../kit/frame.tsx'
import { visible } from '../kit/visible.ts'
import { useRoles } from './hooks.ts'

/** What each role may do and see, by which policy, and which roles nobody may hold beside it. */
export function RoleTable(): ReactElement {
  const roles = useRoles()
  const say = useWords()
  return (
    <Frame name="crm-role-table" label={say('roles.title')} busy={roles.status === 'loading'}>
      <h3>{say('roles.title')}</h3>
      {roles.status === 'loading' && <Waiting />}
      {roles.status === 'failed' && <Failure error={roles.error} onRetry={roles.refresh} />}
      {roles.status === 'ready' && <Choice roles={roles.data.items} />}
    </Frame>
  )
}

function Choice({ roles }: { readonly roles: readonly RoleLine[] }): ReactElement {
  const say = useWords()
  const [chosen, setChosen] = useState<Role | undefined>(roles[0]?.role)
  const id = useId()
  const line = roles.find(({ role }) => role === chosen)
  return (
    <>
      <div className="crm-fields">
        <label htmlFor={id}>{say('roles.pick')}</label>
        <select
          id={id}
          className="crm-input"
          value={chosen}
          onChange={(event) => setChosen(event.target.value as Role)}
        >
          {roles.map(({ role }) => (
            <option key={role} value={role}>
              {say.code(`role.${role}`)}
            </option>
          ))}
        </select>
      </div>
      {line && <OneRole line={line} />}
    </>
  )
}

function OneRole({ line }: { readonly line: RoleLine }): ReactElement {
  const say = useWords()
  const { entitlements, policies, excludes } = line
  const names = excludes.map((role) => say.code(`role.${role}`)).join(' · ')
  return (
    <dl className="crm-told" aria-live="polite">
      <div>
        <dt>{say('roles.may')}</dt>
        <dd>
          <ul className="crm-chips">
            {entitlements.map((deed) => (
              <li key={deed}>
                <code>{visible(deed)}</code>
              </li>
            ))}
          </ul>
        </dd>
      </div>
      <div>
        <dt>{say('roles.sees')}</dt>
        <dd>
          {policies.length === 0 && <Nothing>{say('roles.sees_none')}</Nothing>}
          <ul className="crm-plain">
            {policies.map((policy) => (
              <PolicyLine key={policy.id} policy={policy} />
            ))}
          </ul>
        </dd>
      </div>
      <div>
        <dt>{say('roles.excludes')}</dt>
        <dd>{names || say('roles.none')}</dd>
      </div>
    </dl>
  )
}

function PolicyLine({ policy }: { readonly policy: RoleLine['policies'][number] }): ReactElement {
  const say = useWords()
  const { id, version, effect, where, show, mask, obligations = {} } = policy
  const fields = (names: readonly string[]) =>
    names.map((name) => (name === '*' ? say(star(policy)) : visible(name))).join(', ')
  return (
    <li className="crm-policy">
      <p>
        <code>{visible(`${id}@${version}`)}</code>{' '}
        {effect === 'deny' && <span className="crm-tag crm-alarm">{say('explain.deny')}</span>}
        <Rows where={where} />
      </p>
      {show.length > 0 && (
        <p className="crm-quiet">{say('roles.shown', { fields: fields(show) })}</p>
      )}
      {mask.length > 0 && (
        <p className="crm-quiet">{say('roles.masked', { fields: fields(mask) })}</p>
      )}
      <Owed obligations={obligations} />
    </li>
  )
}

const star = ({ show, mask }: RoleLine['policies'][number]) =>
  show.length + mask.length > 1 ? ('roles.rest' as const) : ('roles.all_fields' as const)

function Rows({ where }: { readonly where: readonly Condition[] }): ReactElement {
  const say = useWords()
  const told = where.map((condition) =>
    'value' in condition
      ? say('roles.rows.eq', { column: condition.column, value: String(condition.value) || '∅' })
      : say(`roles.rows.${condition.op}`),
  )
  return <span>{told.join(' · ') || say('roles.rows.all')}</span>
}

function Owed({ obligations }: { readonly obligations: Obligations }): ReactElement | null {
  const say = useWords()
  const { reason, stepUp, watermark, rowBudget } = obligations
  const told = [
    reason && say('roles.owes.reason'),
    stepUp && say('roles.owes.stepUp'),
    watermark && say('roles.owes.watermark'),
    rowBudget !== undefined && say('roles.owes.rowBudget', { rowBudget }),
  ].filter((word) => typeof word === 'string')
  if (told.length === 0) return null
  return (
    <p>
      {told.map((word) => (
        <span key={word} className="crm-tag crm-warn">
          {word}
        </span>
      ))}
    </p>
  )
}
