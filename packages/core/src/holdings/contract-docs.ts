import type { ContractDocs } from '../kit/index.ts'
import type { holdingContract } from './contract.ts'
import type { flowContract } from './flow-contract.ts'
import type { groupContract } from './group-contract.ts'

/** What the endpoints of `/holdings` are for, with an example of each: for documents and tests alone. */
export const holdingDocs = {
  listAccounts: {
    summary: { zh: '客户的账户及余额', en: "A customer's accounts and balances" },
    example: {
      query: { customerId: 'cus_li' },
      returns: {
        items: [
          {
            id: 'acc_li1',
            customerId: 'cus_li',
            version: 1,
            number: { masked: '****6789' },
            kind: 'savings',
            product: '活期储蓄',
            currency: 'CNY',
            branchId: 'brn_town',
            openedOn: '2009-04-12',
            role: 'owner',
            balanceFen: 1_286_540,
            balanceOn: '2026-03-04',
            status: 'open',
          },
        ],
      },
    },
  },
  listHoldings: {
    summary: { zh: '客户持有的产品', en: 'The products that a customer holds' },
    example: {
      query: { customerId: 'cus_li' },
      returns: {
        items: [
          {
            id: 'hld_li1',
            customerId: 'cus_li',
            version: 1,
            product: 'term-deposit',
            name: '整存整取一年',
            currency: 'CNY',
            amountFen: 8_000_000,
            rateBp: 145,
            openedOn: '2025-03-10',
            maturesOn: '2026-03-10',
            autoRenews: false,
            status: 'active',
          },
        ],
      },
    },
  },
  listMovements: {
    summary: {
      zh: '客户或其某一账户的交易,最新在前',
      en: 'The movements of a customer or of one account, newest first',
    },
    example: {
      query: { customerId: 'cus_li', limit: '20' },
      returns: {
        items: [
          {
            id: 'mov_li1n021',
            customerId: 'cus_li',
            accountId: 'acc_li1',
            bookedOn: '2026-03-04',
            amountFen: 32_600,
            currency: 'CNY',
            balanceFen: 1_286_540,
            kind: 'transfer',
            channel: 'mobile',
            counterpartyName: '王记面馆',
            memo: '菜款',
          },
        ],
      },
    },
  },
  getAverages: {
    summary: { zh: '客户账户的月日均与年日均', en: "Daily averages of a customer's accounts" },
    example: {
      query: { customerId: 'cus_li' },
      returns: {
        asOf: '2026-03-05',
        currency: 'CNY',
        monthFen: 9_250_000,
        yearFen: 9_180_000,
        items: [
          {
            accountId: 'acc_li1',
            customerId: 'cus_li',
            currency: 'CNY',
            monthFen: 1_250_000,
            yearFen: 1_180_000,
          },
        ],
      },
    },
  },
  getFlows: {
    summary: { zh: '客户逐月的资金流入与流出', en: 'What came in and went out, month by month' },
    example: {
      query: { customerId: 'cus_li', months: '12' },
      returns: {
        asOf: '2026-03-05',
        items: [
          {
            customerId: 'cus_li',
            currency: 'CNY',
            month: '2026-03',
            inFen: 32_600,
            outFen: 0,
            movements: 1,
          },
        ],
      },
    },
  },
  getGroupTotals: {
    summary: {
      zh: '家庭或联保小组合并的存款、贷款与理财,共有的只计一次',
      en: 'What a household or a group with joint liability has and owes together, nothing twice',
    },
    example: {
      query: { customerId: 'cus_zhang' },
      returns: {
        of: 'household',
        asOf: '2026-03-05',
        members: [
          { id: 'cus_zhang', version: 1, name: '张建国' },
          { id: 'cus_zhangwife', version: 1, name: '刘秀英' },
        ],
        totals: [
          {
            currency: 'CNY',
            depositsFen: 3_280_000,
            loansFen: 5_000_000,
            wealthFen: 0,
            insuredFen: 4_800_000,
            sharedFen: 0,
          },
        ],
        leftOut: 0,
      },
    },
  },
} as const satisfies ContractDocs<
  typeof holdingContract & typeof flowContract & typeof groupContract
>
