import {
  type CustomerId,
  type CustomerView,
  inverseOf,
  type RelationshipNetwork,
  type RelationshipView,
} from '@crm/core'
import { type KeyboardEvent, type ReactElement, useId, useMemo, useRef, useState } from 'react'
import { PersonalFrame } from '../access/index.ts'
import { useWords } from '../kit/crm-provider.tsx'
import { plain, shown } from '../kit/format.ts'
import { Failure, Nothing, Waiting } from '../kit/frame.tsx'
import type { Say } from '../kit/say.ts'
import { Scroll } from '../kit/scroll.tsx'
import { layOut, type NetworkNode, nextInDirection } from './network-layout.ts'
import { useNetwork } from './relationship-hooks.ts'

/** Around whom, how far, and what becomes of somebody who is chosen. */
export interface RelationshipGraphProps {
  readonly customerId: CustomerId
  /** How many steps far: one to three, two when left out. */
  readonly steps?: number
  /** Called with a customer that was chosen. */
  readonly onOpen?: (id: CustomerId) => void
}

/** Who is what to whom around a customer, as a picture and as a list; arrows move, Enter opens. */
export function RelationshipGraph(props: RelationshipGraphProps): ReactElement {
  const { customerId, steps = 2 } = props
  const network = useNetwork(customerId, steps)
  const say = useWords()
  return (
    <PersonalFrame
      name="crm-relationship-graph"
      label={say('graph.title')}
      busy={network.status === 'loading'}
    >
      <h3>{say('graph.title')}</h3>
      {network.status === 'loading' && <Waiting />}
      {network.status === 'failed' && <Failure error={network.error} onRetry={network.refresh} />}
      {network.status === 'ready' && <Picture {...props} network={network.data} />}
    </PersonalFrame>
  )
}

/** How much of a name a picture has room for. */
const NAME = 8

/** Names of everybody in a network, as the server gives them. */
function namesOf({ customers, relationships }: RelationshipNetwork, say: Say) {
  const known = new Map<string, CustomerView>(customers.map((one) => [one.id, one]))
  const strangers = new Map(relationships.map((one) => [one.id as string, one]))
  return (id: string): string =>
    shown(known.get(id)?.name ?? strangers.get(id)?.otherName) || say('graph.unnamed')
}

const roleOf = ({ by, turned }: NetworkNode, say: Say): string => {
  if (!by) return ''
  return say.code(`relation.${turned ? inverseOf(by.role) : by.role}`)
}

const classOf = ({ role }: RelationshipView): string => {
  if (/guarant|liability/.test(role)) return 'crm-tie crm-tie-guarantee'
  if (/own|control|represent/.test(role)) return 'crm-tie crm-tie-owner'
  return 'crm-tie'
}

type PictureProps = RelationshipGraphProps & { readonly network: RelationshipNetwork }

function Picture({ customerId, onOpen, network }: PictureProps): ReactElement {
  const say = useWords()
  const names = namesOf(network, say)
  const { nodes, lines, reach } = useMemo(() => layOut(customerId, network), [customerId, network])
  const [at, setAt] = useState<string>(customerId)
  const picture = useRef<SVGSVGElement>(null)
  const hint = useId()
  const customers = new Map<string, CustomerView>(network.customers.map((one) => [one.id, one]))
  const active = nodes.some(({ id }) => id === at) ? at : customerId

  const move = (to: NetworkNode | undefined) => {
    if (!to) return
    setAt(to.id)
    picture.current?.querySelector<SVGGElement>(`[data-node="${to.id}"]`)?.focus()
  }
  const open = (id: string) => {
    if (customers.has(id)) onOpen?.(id as CustomerId)
  }
  const onKeyDown = (event: KeyboardEvent, node: NetworkNode) => {
    const { key } = event
    if (key.startsWith('Arrow')) move(nextInDirection(nodes, node, key))
    else if (key === 'Home') move(nodes[0])
    else if (key === 'Enter' || key === ' ') open(node.id)
    else return
    event.preventDefault()
  }
  return (
    <>
      {nodes.length > 1 ? (
        <>
          <p id={hint} className="crm-quiet">
            {say('graph.keys')}
          </p>
          <Scroll label={say('graph.picture')}>
            {/* biome-ignore lint/a11y/useSemanticElements: a picture is no fieldset */}
            <svg
              ref={picture}
              className="crm-network"
              viewBox={`${-reach} ${-reach} ${2 * reach} ${2 * reach}`}
              width={2 * reach}
              height={2 * reach}
              role="group"
              aria-label={say('graph.picture')}
              aria-describedby={hint}
            >
              {lines.map(({ relationship, from, to }) => (
                <line
                  key={relationship.id}
                  className={classOf(relationship)}
                  x1={from.x}
                  y1={from.y}
                  x2={to.x}
                  y2={to.y}
                />
              ))}
              {nodes.map((node) => (
                // biome-ignore lint/a11y/useSemanticElements: a picture has no buttons of its own
                <g
                  key={node.id}
                  data-node={node.id}
                  className={node.ring === 0 ? 'crm-node crm-node-middle' : 'crm-node'}
                  role="button"
                  aria-label={[names(node.id), roleOf(node, say)].filter(Boolean).join(', ')}
                  aria-disabled={!customers.has(node.id)}
                  tabIndex={node.id === active ? 0 : -1}
                  transform={`translate(${node.x} ${node.y})`}
                  onFocus={() => setAt(node.id)}
                  onClick={() => open(node.id)}
                  onKeyDown={(event) => onKeyDown(event, node)}
                >
                  <Mark node={node} customer={customers.get(node.id)} />
                  <text className="crm-node-name" y={28}>
                    {[...names(node.id)].slice(0, NAME).join('')}
                  </text>
                  <text className="crm-node-role" y={43}>
                    {roleOf(node, say)}
                  </text>
                </g>
              ))}
            </svg>
          </Scroll>
          <details>
            <summary>{say('graph.list')}</summary>
            <ul className="crm-plain">
              {lines.map(({ relationship, from, to }) => (
                <li key={relationship.id}>
                  {say('graph.line', {
                    one: names(from.id),
                    other: names(to.id),
                    role: say.code(`relation.${relationship.role}`),
                  })}
                </li>
              ))}
            </ul>
          </details>
        </>
      ) : (
        <Nothing>{say('graph.none')}</Nothing>
      )}
      {network.leftOut > 0 && (
        <p className="crm-quiet">{say('graph.left_out', { count: network.leftOut })}</p>
      )}
      {network.more && <p className="crm-quiet">{say('graph.more')}</p>}
    </>
  )
}

interface MarkProps {
  readonly node: NetworkNode
  readonly customer: CustomerView | undefined
}

/** A firm is square, a person round; who is no customer is an outline. */
function Mark({ node, customer }: MarkProps): ReactElement {
  const kind = customer ? plain(customer.kind) : plain(node.by?.otherKind)
  const look = customer ? 'crm-mark' : 'crm-mark crm-mark-stranger'
  if (kind === 'firm')
    return <rect className={look} x={-11} y={-11} width={22} height={22} rx={3} />
  return <circle className={look} r={12} />
}
