import { type LocalDate, parseMinor, type Statement, type StatementEntry } from '@crm/core'
import { readXml, wholeElement, type XmlElement, type XmlPiece, XmlRefused } from './read-xml.ts'

/** Bank-to-customer messages: their root, and what each statement in them is called. The first version numbers it. */
const messages: Readonly<Record<string, string>> = {
  BkToCstmrAcctRptV01: 'Rpt',
  BkToCstmrStmtV01: 'Stmt',
  BkToCstmrDbtCdtNtfctnV01: 'Ntfctn',
  BkToCstmrAcctRpt: 'Rpt',
  BkToCstmrStmt: 'Stmt',
  BkToCstmrDbtCdtNtfctn: 'Ntfctn',
}
const namespace = /^urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\.001\.\d{2}$/u

/** An entry, with the statement it stands in as far as that was read. */
export interface CamtEntry {
  readonly statement: Statement
  readonly entry: StatementEntry
  /** Its number in the document, from 1. */
  readonly no: number
}

type Pieces = AsyncIterator<XmlPiece>

/**
 * The statements of an ISO 20022 message (camt.052, 053, 054), entry by entry. A message holds as many
 * entries as it likes; no more than one is held. `each` is told of every statement once its entries are over.
 *
 * @throws XmlRefused where it is no such message, or holds no statement
 */
export async function* readCamt(
  text: AsyncIterable<string>,
  each: (statement: Statement) => void = () => undefined,
): AsyncGenerator<CamtEntry> {
  const pieces = readXml(text)
  const document = await opened(pieces)
  if (document?.name !== 'Document' || !namespace.test(document.attributes.get('xmlns') ?? ''))
    throw new XmlRefused('a document that is no camt.052, camt.053 or camt.054')
  const message = await opened(pieces)
  const called = message && messages[message.name]
  if (called === undefined) throw new XmlRefused('a message that is none of statements')
  let messageId = ''
  let no = 0
  let statements = 0
  for (let next = await opened(pieces); next; next = await opened(pieces)) {
    if (next.name === called) {
      statements += 1
      for await (const entry of entriesOf(pieces, messageId, each)) yield { ...entry, no: ++no }
      continue
    }
    const element = await wholeElement(next, pieces)
    if (next.name === 'GrpHdr') messageId = at(element, 'MsgId') ?? ''
  }
  if (statements === 0) throw new XmlRefused('a message without a statement')
  for (let rest = await pieces.next(); !rest.done; rest = await pieces.next());
}

/** The next element that opens on this level; nothing where the level ends. */
async function opened(pieces: Pieces): Promise<Extract<XmlPiece, { kind: 'open' }> | undefined> {
  for (;;) {
    const { value, done } = await pieces.next()
    if (done || value.kind === 'close') return undefined
    if (value.kind === 'open') return value
    if (value.text.trim() !== '') throw new XmlRefused('text between elements')
  }
}

async function* entriesOf(
  pieces: Pieces,
  messageId: string,
  each: (statement: Statement) => void,
): AsyncGenerator<Omit<CamtEntry, 'no'>> {
  const head: XmlElement[] = []
  let statement: Statement | undefined
  for (let next = await opened(pieces); next; next = await opened(pieces)) {
    const element = await wholeElement(next, pieces)
    if (next.name !== 'Ntry') {
      head.push(element)
      continue
    }
    statement ??= statementOf(head, messageId)
    yield { statement, entry: entryOf(element) }
  }
  each(statementOf(head, messageId))
}

const all = (inside: { readonly children: readonly XmlElement[] }, path: string): XmlElement[] =>
  path
    .split('/')
    .reduce<readonly XmlElement[]>(
      (found, name) =>
        found.flatMap(({ children }) => children.filter((child) => child.name === name)),
      [inside as XmlElement],
    ) as XmlElement[]
/** The text at the first of these paths that holds one. */
const at = (inside: { readonly children: readonly XmlElement[] }, ...paths: string[]) => {
  for (const path of paths) {
    const text = all(inside, path)[0]?.text.trim()
    if (text) return text
  }
  return undefined
}

function statementOf(children: readonly XmlElement[], messageId: string): Statement {
  const head = { children }
  return {
    messageId,
    id: at(head, 'Id') ?? '',
    account:
      at(head, 'Acct/Id/IBAN', 'Acct/Id/Othr/Id', 'Acct/Id/PrtryAcct/Id', 'Acct/Id/BBAN') ?? '',
    accountName: at(head, 'Acct/Nm'),
    currency: at(head, 'Acct/Ccy'),
    sequence: at(head, 'ElctrncSeqNb'),
    legalSequence: at(head, 'LglSeqNb'),
    createdAt: at(head, 'CreDtTm'),
    copy: at(head, 'CpyDplctInd'),
    info: at(head, 'AddtlStmtInf', 'AddtlRptInf', 'AddtlNtfctnInf'),
    balances: all(head, 'Bal').map((balance) => ({
      kind: at(balance, 'Tp/CdOrPrtry/Cd', 'Tp/CdOrPrtry/Prtry') ?? '',
      ...moneyOf(balance),
      on: dayOf(balance, 'Dt'),
    })),
  }
}

function moneyOf(inside: XmlElement, path = 'Amt', signed = at(inside, 'CdtDbtInd')) {
  const [amount] = all(inside, path)
  const currency = amount?.attributes.get('Ccy') ?? ''
  const minor = amount && parseMinor(amount.text.trim(), currency)
  return { minor: signed === 'DBIT' && minor !== undefined ? 0 - minor : minor, currency }
}

const dayOf = (inside: XmlElement, name: string): LocalDate | undefined =>
  at(inside, `${name}/Dt`, `${name}/DtTm`)?.slice(0, 10) as LocalDate | undefined

const codeOf = (inside: XmlElement) => ({
  domain: ['BkTxCd/Domn/Cd', 'BkTxCd/Domn/Fmly/Cd', 'BkTxCd/Domn/Fmly/SubFmlyCd']
    .flatMap((path) => at(inside, path) ?? [])
    .join('/'),
  own: at(inside, 'BkTxCd/Prtry/Cd'),
})

function entryOf(entry: XmlElement): StatementEntry {
  const sign = at(entry, 'CdtDbtInd') ?? ''
  return {
    ...moneyOf(entry),
    direction: sign,
    // Version 8 wraps the status in a code of its own.
    status: at(entry, 'Sts/Cd', 'Sts') ?? '',
    isReversal: at(entry, 'RvslInd') === 'true',
    bookedOn: dayOf(entry, 'BookgDt'),
    valueOn: dayOf(entry, 'ValDt'),
    reference: at(entry, 'NtryRef'),
    servicerReference: at(entry, 'AcctSvcrRef'),
    batch: at(entry, 'NtryDtls/Btch/PmtInfId'),
    code: codeOf(entry),
    info: at(entry, 'AddtlNtryInf'),
    details: all(entry, 'NtryDtls/TxDtls').map((detail) => detailOf(detail, sign)),
  }
}

const parties = ['Cdtr', 'UltmtCdtr', 'Dbtr', 'UltmtDbtr'] as const
const agents = ['CdtrAgt', 'DbtrAgt'] as const

/** A transaction goes the way of its entry: what banks say of it otherwise is how the other side sees it. */
function detailOf(detail: XmlElement, direction: string): StatementEntry['details'][number] {
  const amount = moneyOf(detail, 'Amt', direction)
  return {
    ...(amount.minor === undefined ? moneyOf(detail, 'AmtDtls/TxAmt/Amt', direction) : amount),
    direction,
    endToEndId: at(detail, 'Refs/EndToEndId'),
    instructionId: at(detail, 'Refs/InstrId'),
    paymentId: at(detail, 'Refs/PmtInfId'),
    uetr: at(detail, 'Refs/UETR'),
    code: codeOf(detail),
    parties: parties.flatMap((role) => {
      const [party] = all(detail, `RltdPties/${role}`)
      if (!party) return []
      const account = `RltdPties/${role}Acct/Id`
      return [
        {
          role,
          // Version 8 says first whether the party is a person or a bank.
          name: at(party, 'Nm', 'Pty/Nm', 'Agt/FinInstnId/Nm'),
          account: at(detail, `${account}/IBAN`, `${account}/Othr/Id`, `${account}/BBAN`),
          country: at(party, 'PstlAdr/Ctry', 'Pty/PstlAdr/Ctry'),
          address: ['PstlAdr/AdrLine', 'Pty/PstlAdr/AdrLine'].flatMap((path) =>
            all(party, path).map(({ text }) => text.trim()),
          ),
        },
      ]
    }),
    agents: agents.flatMap((role) => {
      const [agent] = all(detail, `RltdAgts/${role}/FinInstnId`)
      return agent ? [{ role, bic: at(agent, 'BICFI', 'BIC'), name: at(agent, 'Nm') }] : []
    }),
    texts: all(detail, 'RmtInf/Ustrd').map(({ text }) => text.trim()),
    creditorReference: at(detail, 'RmtInf/Strd/CdtrRefInf/Ref', 'RmtInf/Strd/CdtrRefInf/CdtrRef'),
  }
}
