import type { AccountAverageView, Averages, CustomerId, MonthlyFlowView } from '@crm/core'
import { type ReactElement, useId } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { Scroll } from '../kit/scroll.tsx'
import { Value } from '../kit/value.tsx'
import { useAccounts, useAverages, useFlows } from './hooks.ts'

/** What the averages and flows take. */
export interface CashFlowProps {
  readonly customerId: CustomerId
  /** How many months of flows; a year when left out. */
  readonly months?: number
}

/** What stood in the accounts on an average day, and what came in and went out month by month. */
export function CashFlow({ customerId, months = 12 }: CashFlowProps): ReactElement {
  const say = useWords()
  const averages = useAverages(customerId)
  const flows = useFlows(customerId, months)
  const failed = [averages, flows].find(({ status }) => status === 'failed')
  return (
    <PersonalFrame
      name="crm-cash-flow"
      label={say('flow.title')}
      busy={averages.status === 'loading' || flows.status === 'loading'}
    >
      {failed?.status === 'failed' && <Failure error={failed.error} onRetry={failed.refresh} />}
      {averages.status === 'loading' && <Waiting />}
      {averages.status === 'ready' && (
        <AverageTable customerId={customerId} averages={averages.data} />
      )}
      {flows.status === 'ready' && <FlowTable flows={flows.data.items} />}
    </PersonalFrame>
  )
}

interface AverageTableProps {
  readonly customerId: CustomerId
  readonly averages: Averages
}

function AverageTable({ customerId, averages }: AverageTableProps): ReactElement | null {
  const say = useWords()
  const format = useFormat()
  const accounts = useAccounts(customerId)
  const nameOf = (id: AccountAverageView['accountId']): string => {
    const account =
      accounts.status === 'ready' ? accounts.data.items.find((one) => one.id === id) : undefined
    return account ? `${shown(account.product)} ${shown(account.number)}` : ''
  }
  const { items, currency, monthFen, yearFen } = averages
  if (items.length === 0) return null
  return (
    <Scroll label={say('flow.averages')}>
      <table className="crm-table">
        <caption>{say('flow.averages')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('flow.account')}</th>
            <th scope="col" className="crm-amount">
              {say('flow.month_average')}
            </th>
            <th scope="col" className="crm-amount">
              {say('flow.year_average')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => {
            const money = (fen: number) => format.money(fen, plain(item.currency) ?? currency)
            const doubt = plain(item.doubt)
            return (
              <tr key={item.accountId}>
                <th scope="row">
                  {nameOf(item.accountId)}
                  {doubt && <span className="crm-quiet"> {say(`flow.${doubt}`)}</span>}
                </th>
                <td className="crm-amount">
                  <Value of={item.monthFen} print={money} />
                </td>
                <td className="crm-amount">
                  <Value of={item.yearFen} print={money} />
                </td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say('flow.total')}</th>
            <td className="crm-amount">
              <Value of={monthFen} print={(fen) => format.money(fen, currency)} />
            </td>
            <td className="crm-amount">
              <Value of={yearFen} print={(fen) => format.money(fen, currency)} />
            </td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  )
}

function FlowTable({ flows }: { readonly flows: readonly MonthlyFlowView[] }): ReactElement {
  const say = useWords()
  const format = useFormat()
  const id = useId()
  if (flows.length === 0) return <Nothing>{say('flow.none')}</Nothing>
  const amounts = flows.flatMap(({ inFen, outFen }) => [plain(inFen) ?? 0, plain(outFen) ?? 0])
  const most = Math.max(1, ...amounts)
  return (
    <Scroll label={say('flow.months')}>
      <table className="crm-table crm-flows" aria-describedby={id}>
        <caption id={id}>{say('flow.months')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('flow.month')}</th>
            <th scope="col" className="crm-amount">
              {say('flow.in')}
            </th>
            <th scope="col" className="crm-amount">
              {say('flow.out')}
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => {
            const money = (fen: number) => format.money(fen, plain(flow.currency) ?? 'CNY')
            const count = plain(flow.movements)
            return (
              <tr key={`${flow.month}${plain(flow.currency)}`}>
                <th scope="row">
                  {format.month(flow.month)}
                  {count !== undefined && (
                    <span className="crm-quiet"> {say('flow.movements', { count })}</span>
                  )}
                </th>
                <td className="crm-amount">
                  <Value of={flow.inFen} print={money} />
                  <Bar of={plain(flow.inFen)} most={most} side="in" />
                </td>
                <td className="crm-amount">
                  <Value of={flow.outFen} print={money} />
                  <Bar of={plain(flow.outFen)} most={most} side="out" />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Scroll>
  )
}

interface BarProps {
  readonly of: number | undefined
  readonly most: number
  readonly side: 'in' | 'out'
}

/** A length beside the number; whoever does not see it misses nothing. */
const Bar = ({ of: fen = 0, most, side }: BarProps) => (
  <svg
    className={`crm-bar crm-bar-${side}`}
    viewBox="0 0 100 4"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    <rect width={Math.max(0, (100 * fen) / most)} height="4" />
  </svg>
)
