import type { AccountView, HoldingView } from '@crm/core'
import type { ReactElement } from 'react'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Value } from '../kit/value.tsx'
import { UnmaskField } from './unmask-field.tsx'

/** An account and what is in it. */
export function AccountLine({ account }: { readonly account: AccountView }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const currency = plain(account.currency) ?? 'CNY'
  const status = plain(account.status)
  const role = plain(account.role)
  return (
    <>
      <span className="crm-holding-what">
        <span>{shown(account.product)}</span>
        <span className="crm-quiet">
          <UnmaskField
            customerId={account.customerId}
            resource="account"
            id={account.id}
            field="number"
            value={account.number}
            label={say('account.number')}
          />
          {role === 'authorised' && ` · ${say('account.authorised')}`}
          {status && status !== 'open' && ` · ${say(`account.status.${status}`)}`}
        </span>
      </span>
      <span className="crm-amount">
        <UnmaskField
          customerId={account.customerId}
          resource="account"
          id={account.id}
          field="balanceFen"
          value={account.balanceFen}
          label={say('account.balance')}
          print={(fen) => format.money(Number(fen), currency)}
        />
      </span>
    </>
  )
}

/** A product that somebody holds. */
export function HoldingLine({ holding }: { readonly holding: HoldingView }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const currency = plain(holding.currency) ?? 'CNY'
  const product = plain(holding.product)
  const status = plain(holding.status)
  const rate = plain(holding.rateBp)
  const matures = plain(holding.maturesOn)
  const notes = [
    product && say(`product.${product}`),
    rate !== undefined && say('holding.rate', { rate: (rate / 100).toFixed(2) }),
    matures && say('holding.matures', { day: format.day(matures) }),
    plain(holding.autoRenews) && say('holding.renews'),
  ]
  return (
    <>
      <span className="crm-holding-what">
        <span>
          {shown(holding.name)}
          {status && status !== 'active' && (
            <span className={status === 'overdue' ? 'crm-tag crm-alarm' : 'crm-tag'}>
              {say(`holding.status.${status}`)}
            </span>
          )}
        </span>
        <span className="crm-quiet">{notes.filter(Boolean).join(' · ')}</span>
      </span>
      {holding.amountFen !== undefined && (
        <span className="crm-amount">
          <Value of={holding.amountFen} print={(fen) => format.money(fen, currency)} />
        </span>
      )}
    </>
  )
}
