import type {
  CustomerId,
  CustomerView,
  GuaranteePicture,
  OwnershipPicture,
  RelationshipLine,
} from '@crm/core'
import type { ReactElement } from 'react'
import { useCurrency } from '../access/hooks.ts'
import { PersonalFrame } from '../access/index.ts'
import { useFormat, useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import { Value } from '../kit/value.tsx'
import { useCustomer } from './hooks.ts'
import { useBeneficialOwners, useGuarantees } from './relationship-hooks.ts'

/** Whose guarantees; of a firm, who owns it as well. */
export interface ExposurePanelProps {
  readonly customerId: CustomerId
}

/** What a customer promised for others and others for them, the circles of it, and who in the end owns a firm. */
export function ExposurePanel({ customerId }: ExposurePanelProps): ReactElement {
  const guarantees = useGuarantees(customerId)
  const customer = useCustomer(customerId)
  const say = useWords()
  const isFirm = customer.status === 'ready' && plain(customer.data.kind) === 'firm'
  return (
    <PersonalFrame
      name="crm-exposure-panel"
      label={say('exposure.title')}
      busy={guarantees.status === 'loading'}
    >
      <h3>{say('exposure.title')}</h3>
      {guarantees.status === 'loading' && <Waiting />}
      {guarantees.status === 'failed' && (
        <Failure error={guarantees.error} onRetry={guarantees.refresh} />
      )}
      {guarantees.status === 'ready' && <Guarantees picture={guarantees.data} />}
      {isFirm && <Owners customerId={customerId} />}
    </PersonalFrame>
  )
}

function Guarantees({ picture }: { readonly picture: GuaranteePicture }): ReactElement {
  const say = useWords()
  const { given, taken, circles, indirect, leftOut } = picture
  const nameOf = (customer: CustomerView | undefined) =>
    shown(customer?.name) || say('graph.unnamed')
  return (
    <>
      {circles.map(({ members, round }) => {
        const known = new Map(members.map((one) => [one.id, one]))
        const way = [...round, ...round.slice(0, 1)].map((id) => nameOf(known.get(id)))
        return (
          <p key={round.join()} className="crm-banner" role="note">
            {say('exposure.circle', { count: members.length, way: way.join(' → ') })}
          </p>
        )
      })}
      {given.length + taken.length === 0 && <Nothing>{say('exposure.none')}</Nothing>}
      {given.length > 0 && (
        <Side
          title={say('exposure.given')}
          lines={given}
          fen={picture.givenFen}
          unlimited={picture.givenUnlimited}
        />
      )}
      {taken.length > 0 && (
        <Side
          title={say('exposure.taken')}
          lines={taken}
          fen={picture.takenFen}
          unlimited={picture.takenUnlimited}
        />
      )}
      {indirect.length > 0 && (
        <p className="crm-quiet">
          {say('exposure.indirect', { names: indirect.map(nameOf).join('、') })}
        </p>
      )}
      {leftOut > 0 && <p className="crm-quiet">{say('graph.left_out', { count: leftOut })}</p>}
    </>
  )
}

interface SideProps {
  readonly title: string
  readonly lines: readonly RelationshipLine[]
  readonly fen: GuaranteePicture['givenFen']
  readonly unlimited: number
}

function Side({ title, lines, fen, unlimited }: SideProps): ReactElement {
  const say = useWords()
  const format = useFormat()
  const currency = useCurrency()
  const money = (value: number) => format.money(value, currency)
  return (
    <div>
      <h4>{title}</h4>
      <p>
        <Value of={fen} print={money} />
        {unlimited > 0 && (
          <span className="crm-quiet"> {say('exposure.unlimited', { count: unlimited })}</span>
        )}
      </p>
      <ul className="crm-plain">
        {lines.map(({ relationship, other }) => (
          <li key={relationship.id}>
            <span className="crm-tag">{say.code(`relation.${relationship.role}`)}</span>
            {shown(other?.name ?? relationship.otherName) || say('graph.unnamed')}{' '}
            {relationship.amountFen !== undefined && (
              <Value of={relationship.amountFen} print={money} />
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Owners({ customerId }: ExposurePanelProps): ReactElement {
  const owners = useBeneficialOwners(customerId)
  const say = useWords()
  return (
    <div>
      <h4>{say('exposure.owners')}</h4>
      {owners.status === 'loading' && <Waiting />}
      {owners.status === 'failed' && <Failure error={owners.error} onRetry={owners.refresh} />}
      {owners.status === 'ready' && <OwnerList picture={owners.data} />}
    </div>
  )
}

function OwnerList({ picture }: { readonly picture: OwnershipPicture }): ReactElement {
  const say = useWords()
  const { owners, unknownBp = 0, leftOut } = picture
  return (
    <>
      {owners.length === 0 && <Nothing>{say('exposure.no_owner')}</Nothing>}
      <ul className="crm-plain">
        {owners.map(({ customer, named, why, shareBp = 0 }) => (
          <li key={customer?.id ?? named?.id}>
            {shown(customer?.name ?? named?.otherName) || say('graph.unnamed')}{' '}
            {shareBp > 0 && say('relations.share_of', { share: shareBp / 100 })}{' '}
            <span className="crm-quiet">{say.code(`beneficial.${why}`)}</span>
          </li>
        ))}
      </ul>
      {unknownBp > 0 && (
        <p className="crm-quiet">{say('exposure.unknown', { share: unknownBp / 100 })}</p>
      )}
      {leftOut > 0 && <p className="crm-quiet">{say('graph.left_out', { count: leftOut })}</p>}
    </>
  )
}
