import type { MovementView } from '@crm/core'
import type { ReactElement } from 'react'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'

/** One movement: what it was, with whom, how much; in and out told by a word and a sign, not by colour. */
export function MovementRow({ movement }: { readonly movement: MovementView }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const currency = plain(movement.currency) ?? 'CNY'
  const money = (fen: number) => format.money(fen, currency)
  const amount = plain(movement.amountFen)
  const kind = plain(movement.kind)
  const into = amount !== undefined && amount >= 0
  const about = [shown(movement.counterpartyName), shown(movement.memo)].filter(Boolean).join(' · ')
  const balance = shown(movement.balanceFen, money)
  return (
    <div className="crm-movement">
      <span className="crm-movement-what">
        <span>{kind ? say(`movement.kind.${kind}`) : ''}</span>
        {about && <span className="crm-quiet">{about}</span>}
      </span>
      <time className="crm-quiet">{shown(movement.bookedOn)}</time>
      <span className={into ? 'crm-amount crm-in' : 'crm-amount crm-out'}>
        <span className="crm-unseen">{say(into ? 'movement.in' : 'movement.out')} </span>
        {into ? '+' : ''}
        {shown(movement.amountFen, money)}
      </span>
      {balance && (
        <span className="crm-quiet crm-balance">
          {say('movement.balance', { amount: balance })}
        </span>
      )}
    </div>
  )
}
