/** A message as values, by our names. */
export interface Told {
  readonly messageId: unknown
  /** How many statements it holds. */
  readonly count: number
  readonly statements: readonly { readonly id: unknown }[]
  readonly entries: readonly { readonly statement: unknown }[]
}

/** What another reader calls the kinds of balances. */
export const balanceKinds: Readonly<Record<string, string>> = {
  OPBD: 'opening',
  OPAV: 'opening_available',
  CLBD: 'closing',
  CLAV: 'closing_available',
  ITBD: 'interim',
}

// biome-ignore lint/suspicious/noExplicitAny: a document of another program, whose shape is no concern of ours
type Any = any

const AGAIN = '__RECURSIVITY__'

/** A list in which what stood before it is only pointed at. */
const listOf = (list: Any, first: Any): Any[] =>
  (list ?? []).map((one: Any) => (one === AGAIN ? first : one))

const day = (date: Any) => date?.[0]?.slice(0, 10)
const moment = (date: Any) => date?.[0] && Date.parse(date[0])
const money = (amount: Any) => ({
  minor: Number(amount?.getAmount),
  currency: amount?.getCurrency.getCode,
})
const code = (given: Any) => ({
  domain: [
    given?.getDomain?.getCode,
    given?.getDomain?.getFamily?.getCode,
    given?.getDomain?.getFamily?.getSubFamilyCode,
  ]
    .filter(Boolean)
    .join('/'),
  own: given?.getProprietary?.getCode,
})
const lastWord = (name: string) => name.split('\\').at(-1) ?? ''
const accountOf = (account: Any) => account?.getIdentification

const partyRoles: Readonly<Record<string, string>> = {
  Creditor: 'Cdtr',
  Debtor: 'Dbtr',
  UltimateCreditor: 'UltmtCdtr',
  UltimateDebtor: 'UltmtDbtr',
}
const agentRoles: Readonly<Record<string, string>> = {
  CreditorAgent: 'CdtrAgt',
  DebtorAgent: 'DbtrAgt',
}

function statementOf(record: Any) {
  return {
    id: record.getId,
    account: accountOf(record.getAccount),
    accountName: record.getAccount?.getName,
    sequence: record.getElectronicSequenceNumber,
    legalSequence: record.getLegalSequenceNumber,
    createdAt: moment(record.getCreatedOn),
    copy: record.getCopyDuplicateIndicator,
    info: record.getAdditionalInformation,
    balances: (record.getBalances ?? []).map((balance: Any) => ({
      kind: balance.getType,
      ...money(balance.getAmount),
      on: day(balance.getDate),
    })),
  }
}

function detailOf(detail: Any) {
  const { getReference: reference, getRemittanceInformation: remittance } = detail
  const parties = listOf(detail.getRelatedParties, detail.getRelatedParty)
  const agents = listOf(detail.getRelatedAgents, detail.getRelatedAgent)
  const byRole = (one: { role: Any }, other: { role: Any }) => one.role.localeCompare(other.role)
  const amount = detail.getAmount ?? detail.getAmountDetails
  return {
    ...(amount && money(amount)),
    direction: detail.getCreditDebitIndicator,
    endToEndId: reference?.getEndToEndId,
    instructionId: reference?.getInstructionId,
    paymentId: reference?.getPaymentInformationId,
    uetr: reference?.getUuidEndToEndReference,
    code: code(detail.getBankTransactionCode),
    parties: parties
      .map(({ getRelatedPartyType: side, getAccount: account }) => ({
        role: partyRoles[lastWord(side.__CLASS__)],
        name: side.getName,
        account: accountOf(account),
        country: side.getAddress?.getCountry,
        address: side.getAddress?.getAddressLines,
      }))
      .filter(({ name, account }) => name || account)
      .sort(byRole),
    agents: agents
      .map(({ getRelatedAgentType: agent }) => ({
        role: agentRoles[lastWord(agent.__CLASS__)],
        bic: agent.getBIC,
        name: agent.getName,
      }))
      .sort(byRole),
    texts: listOf(remittance?.getUnstructuredBlocks, remittance?.getUnstructuredBlock).map(
      ({ getMessage }) => getMessage,
    ),
    creditorReference: (remittance?.getStructuredBlock?.getCreditorReferenceInformation === AGAIN
      ? remittance.getCreditorReferenceInformation
      : remittance?.getStructuredBlock?.getCreditorReferenceInformation
    )?.getRef,
  }
}

/** What another reader found in a message, by our names. */
export function expectedOf(message: Any): Told {
  const records: Any[] = []
  const entries = message.getEntries.map((entry: Any) => {
    if (entry.getRecord !== AGAIN) records.push(entry.getRecord)
    return {
      statement: records.at(-1)?.getId,
      ...money(entry.getAmount),
      direction: entry.getCreditDebitIndicator,
      status: entry.getStatus,
      isReversal: entry.getReversalIndicator,
      bookedOn: day(entry.getBookingDate),
      valueOn: day(entry.getValueDate),
      reference: entry.getReference,
      servicerReference: entry.getAccountServicerReference,
      batch: entry.getBatchPaymentId,
      code: code(entry.getBankTransactionCode),
      info: entry.getAdditionalInfo,
      details: listOf(entry.getTransactionDetails, entry.getTransactionDetail).map(detailOf),
    }
  })
  return {
    messageId: message.getGroupHeader.getMessageId,
    count: message.getRecords.length,
    statements: records.map(statementOf),
    entries,
  }
}
