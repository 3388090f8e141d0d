import type { ContractDocs } from '../kit/index.ts'
import type { callerContract } from './caller-contract.ts'

/** What the endpoints of `/desk/callers` are for, with an example of each: for documents and tests alone. */
export const callerDocs = {
  findCaller: {
    summary: { zh: '来电识别:按号码找出可能的来电客户', en: 'Who may be calling from a number' },
    example: {
      body: { number: '+86 154-1234-5678' },
      returns: {
        kind: 'mobile',
        candidates: [
          {
            customerId: 'cus_li',
            kind: 'person',
            name: { masked: '李**' },
            village: '柳河村',
            questions: ['idTail', 'bornOn'],
          },
        ],
      },
    },
  },
  verifyCaller: {
    summary: { zh: '核验来电客户身份', en: 'Ask the caller something that only they know' },
    example: {
      body: { customerId: 'cus_li', question: 'idTail', answer: '068X' },
      returns: { verified: true, left: 4 },
    },
  },
} as const satisfies ContractDocs<typeof callerContract>
