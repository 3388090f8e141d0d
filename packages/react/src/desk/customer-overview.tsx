import { ageOn, type CustomerId, type CustomerOverview as CustomerOverviewData } from '@crm/core'
import { type ReactElement, type ReactNode, useEffect, useId } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { MovementRow } from '../holdings/index.ts'
import { useCrm, useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { Value } from '../kit/value.tsx'
import { sayReason } from '../reminders/index.ts'
import { AccountLine, HoldingLine } from './holding-lines.tsx'
import { useCustomerOverview } from './hooks.ts'
import { OpenBanner } from './open-banner.tsx'
import { UnmaskField } from './unmask-field.tsx'

/** What the overview takes. */
export interface CustomerOverviewProps {
  readonly customerId: CustomerId
  /** What the host can do with this customer, beside the name. */
  readonly actions?: ReactNode
}

/** The 360° view: who somebody is, what they have and owe, what moves, what is to be done. */
export const CustomerOverview = (props: CustomerOverviewProps): ReactElement => (
  <Overview {...props} name="crm-customer-overview">
    {(overview, actions) => (
      <>
        <Head overview={overview} actions={actions} />
        <Picture overview={overview} />
      </>
    )}
  </Overview>
)

/** Who somebody is, and what one has to know before speaking with them. */
export const CustomerHead = (props: CustomerOverviewProps): ReactElement => (
  <Overview {...props} name="crm-customer-overview">
    {(overview, actions) => <Head overview={overview} actions={actions} />}
  </Overview>
)

/** What somebody has and owes, what moves, what is to be done. */
export const CustomerPicture = ({ customerId }: CustomerOverviewProps): ReactElement => (
  <Overview customerId={customerId} name="crm-customer-picture">
    {(overview) => <Picture overview={overview} />}
  </Overview>
)

interface OverviewProps extends CustomerOverviewProps {
  readonly name: string
  readonly children: (overview: CustomerOverviewData, actions: ReactNode) => ReactNode
}

function Overview({ customerId, actions, name, children }: OverviewProps): ReactElement {
  const overview = useCustomerOverview(customerId)
  const { lookFor } = useCrm()
  // What one customer was opened for is no reason to open the next.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it ends with the customer, that is the point
  useEffect(() => () => lookFor(undefined), [lookFor, customerId])
  return (
    <PersonalFrame name={name} busy={overview.status === 'loading'}>
      {overview.status === 'loading' && <Waiting />}
      {overview.status === 'failed' && (
        <Failure error={overview.error} onRetry={overview.refresh} />
      )}
      {overview.status === 'ready' && children(overview.data, actions)}
    </PersonalFrame>
  )
}

interface PictureProps {
  readonly overview: CustomerOverviewData
}

const Head = ({ overview, actions }: PictureProps & { readonly actions: ReactNode }) => (
  <>
    <Identity overview={overview} actions={actions} />
    <OpenBanner customerId={overview.customer.id} />
  </>
)

function Picture({ overview }: PictureProps): ReactElement {
  const say = useWords()
  const format = useFormat()
  const { accounts, holdings, movements, reminders, currency, asOf } = overview
  const money = (fen: number) => format.money(fen, currency)
  return (
    <>
      <div className="crm-totals">
        <dl>
          <div>
            <dt>{say('overview.assets')}</dt>
            <dd>
              <Value of={overview.assetsFen} print={money} />
            </dd>
          </div>
          <div>
            <dt>{say('overview.debts')}</dt>
            <dd>
              <Value of={overview.debtsFen} print={money} />
            </dd>
          </div>
        </dl>
        <p className="crm-quiet">{say('overview.as_of', { day: format.day(asOf) })}</p>
      </div>
      {reminders.length > 0 && (
        <Part title={say('overview.reminders')}>
          {reminders.map((reminder) => (
            <li key={reminder.id}>
              <span className="crm-tag">{say.code(`reminder.kind.${reminder.kind}`)}</span>{' '}
              {sayReason(reminder, say, format, currency)}
            </li>
          ))}
        </Part>
      )}
      <div className="crm-columns">
        <Part title={say('overview.accounts')}>
          {accounts.map((account) => (
            <li key={account.id} className="crm-holding">
              <AccountLine account={account} />
            </li>
          ))}
        </Part>
        <Part title={say('overview.holdings')}>
          {holdings.map((holding) => (
            <li key={holding.id} className="crm-holding">
              <HoldingLine holding={holding} />
            </li>
          ))}
        </Part>
      </div>
      <Part title={say('overview.movements')}>
        {movements.slice(0, 5).map((movement) => (
          <li key={movement.id}>
            <MovementRow movement={movement} />
          </li>
        ))}
      </Part>
    </>
  )
}

function Identity({
  overview: { customer, asOf },
  actions,
}: PictureProps & { readonly actions: ReactNode }): ReactElement {
  const say = useWords()
  const born = plain(customer.bornOn)
  const status = plain(customer.status)
  const kind = plain(customer.kind)
  const gender = plain(customer.gender)
  const facts = [
    kind && say(`customer.${kind}`),
    gender && say(`customer.${gender}`),
    born && kind === 'person' && say('customer.age', { age: ageOn(born, asOf) }),
    plain(customer.openedOn) && say('customer.since', { day: plain(customer.openedOn) }),
  ]
  const lunar = plain(customer.birthdayCalendar) === 'lunar'
  const personal = [
    ['idNumber', 'customer.id_number'],
    ['phone', 'customer.phone'],
    ['bornOn', lunar ? 'customer.born_lunar' : 'customer.born'],
    ['village', 'customer.village'],
    ['address', 'customer.address'],
  ] as const
  return (
    <header className="crm-identity">
      <h3>
        {shown(customer.name)}
        {status && status !== 'active' && (
          <span className="crm-tag">{say(`customer.status.${status}`)}</span>
        )}
      </h3>
      {actions}
      <p className="crm-quiet">{facts.filter(Boolean).join(' · ')}</p>
      <dl className="crm-facts">
        {personal.map(([field, word]) => (
          <Fact
            key={field}
            name={say(word)}
            value={
              <UnmaskField
                customerId={customer.id}
                resource="customer"
                id={customer.id}
                field={field}
                value={customer[field]}
                label={say(word)}
              />
            }
          />
        ))}
      </dl>
    </header>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
)

interface PartProps {
  readonly title: string
  readonly children: readonly ReactNode[]
}

function Part({ title, children }: PartProps): ReactElement {
  const say = useWords()
  const id = useId()
  return (
    <section className="crm-part" aria-labelledby={id}>
      <h4 id={id}>{title}</h4>
      {children.length > 0 ? (
        <ul className="crm-list">{children}</ul>
      ) : (
        <Nothing>{say('overview.none')}</Nothing>
      )}
    </section>
  )
}
