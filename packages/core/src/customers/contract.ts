import * as z from 'zod/mini'
import { type Contract, Instant, LocalDate, PAGE_LIMIT, page } from '../kit/index.ts'
import { ConsentChannel, ConsentPurpose, ConsentRecord, ConsentState } from './consent.ts'
import { CustomerId, CustomerView } from './customer.ts'

/** Several ids in one query parameter, separated by commas. */
const idList = z
  .string()
  .check(z.maxLength(6000), z.regex(/^cus_[a-z0-9]{1,40}(,cus_[a-z0-9]{1,40})*$/))

const auntLi = {
  id: 'cus_li',
  version: 1,
  kind: 'person',
  name: '李桂芳',
  gender: 'female',
  bornOn: '1968-02-21',
  birthdayCalendar: 'lunar',
  idNumber: { masked: '5****************X' },
  phone: { masked: '154****5678' },
  village: '柳河村',
  branchId: 'brn_town',
  managerId: 'stf_chen',
  openedOn: '2009-04-12',
  status: 'active',
}

/** What a customer agreed to: what is open now, and every act that led there, newest first. */
export const ConsentLedger = z.strictObject({
  states: z.readonly(z.array(ConsentState)),
  records: z.readonly(z.array(ConsentRecord)),
})
export interface ConsentLedger extends z.infer<typeof ConsentLedger> {}

/** Everything kept about one person, table by table, in full. */
export const PersonFile = z.strictObject({
  customerId: CustomerId,
  takenAt: Instant,
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
})
export interface PersonFile extends z.infer<typeof PersonFile> {}

/** What came of a wish to be forgotten. */
export const Erasure = z.strictObject({
  outcome: z.enum(['restricted', 'shredded']),
  eraseAfter: z.optional(LocalDate),
})
export interface Erasure extends z.infer<typeof Erasure> {}

const oneCustomer = z.strictObject({ id: CustomerId })
const why = z.strictObject({ reason: z.string().check(z.minLength(2), z.maxLength(120)) })
const agreed = {
  id: 'con_01',
  customerId: 'cus_li',
  purpose: 'marketing',
  channel: 'sms',
  act: 'granted',
  textVersion: 1,
  textHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  method: 'counter-signature',
  proofRef: '影像 20260305-0012',
  byStaffId: 'stf_chen',
  at: '2026-03-05T01:00:00.000Z',
}
const ledger = {
  states: [
    {
      purpose: 'marketing',
      channel: 'sms',
      open: true,
      reason: { code: 'consent.granted', facts: { at: '2026-03-05T01:00:00.000Z' } },
      recordId: 'con_01',
    },
  ],
  records: [agreed],
}

export const customerContract = {
  search: {
    method: 'POST',
    path: '/customers/search',
    needs: 'customer:read',
    summary: {
      zh: '按姓名、拼音、首字母、证件号、手机号或账号查找客户',
      en: 'Find customers by name, pinyin, initials, ID, phone or account number',
    },
    body: z.strictObject({
      /** What was typed. In the body, so that no name or number stays in a log of addresses. */
      text: z.string().check(z.maxLength(80)),
      cursor: z.optional(z.string().check(z.maxLength(500))),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(PAGE_LIMIT)), 20),
    }),
    returns: page(CustomerView),
    errors: ['page.cursor_invalid'],
    discloses: true,
    example: { body: { text: '李桂' }, returns: { items: [auntLi] } },
  },
  get: {
    method: 'GET',
    path: '/customers/:id',
    needs: 'customer:read',
    summary: { zh: '一位客户', en: 'One customer' },
    params: z.strictObject({ id: CustomerId }),
    returns: CustomerView,
    errors: ['customer.not_found'],
    discloses: true,
    example: { params: { id: 'cus_li' }, returns: auntLi },
  },
  getMany: {
    method: 'GET',
    path: '/customers',
    needs: 'customer:read',
    summary: {
      zh: '按编号批量读取客户,看不到的自动略去',
      en: 'Several customers by id; those out of sight are left out',
    },
    query: z.strictObject({ ids: idList }),
    returns: page(CustomerView),
    errors: [],
    discloses: true,
    example: { query: { ids: 'cus_li' }, returns: { items: [auntLi] } },
  },
  listConsents: {
    method: 'GET',
    path: '/customers/:id/consents',
    needs: 'consent:read',
    summary: { zh: '客户的授权同意及其历史', en: 'What a customer agreed to, and every act' },
    params: oneCustomer,
    returns: ConsentLedger,
    errors: ['customer.not_found'],
    example: { params: { id: 'cus_li' }, returns: ledger },
  },
  recordConsent: {
    method: 'POST',
    path: '/customers/:id/consents',
    needs: 'consent:write',
    summary: { zh: '登记同意或撤回同意', en: 'Record that a customer agreed, or took it back' },
    params: oneCustomer,
    body: z.strictObject({
      purpose: ConsentPurpose,
      channel: z.union([ConsentChannel, z.literal('all')]),
      act: z.enum(['granted', 'withdrawn']),
      textVersion: z._default(z.int().check(z.minimum(1)), 1),
      textHash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      method: z.enum(['counter-signature', 'app', 'phone-recording', 'paper', 'message']),
      proofRef: z._default(z.string().check(z.maxLength(200)), ''),
      guardianId: z.optional(CustomerId),
      validUntil: z.optional(LocalDate),
    }),
    returns: ConsentLedger,
    writes: true,
    expects: 'none',
    errors: ['customer.not_found'],
    example: {
      params: { id: 'cus_li' },
      body: {
        purpose: 'marketing',
        channel: 'sms',
        act: 'granted',
        textHash: agreed.textHash,
        method: 'counter-signature',
      },
      returns: ledger,
    },
  },
  exportPerson: {
    method: 'POST',
    path: '/customers/:id/export',
    needs: 'privacy:export',
    essential: true,
    summary: { zh: '导出一位客户的全部资料', en: 'Everything about one person, in one file' },
    params: oneCustomer,
    body: why,
    returns: PersonFile,
    writes: true,
    expects: 'none',
    stepUp: true,
    discloses: true,
    errors: ['customer.not_found'],
    example: {
      params: { id: 'cus_li' },
      body: { reason: '客户本人申请' },
      returns: {
        customerId: 'cus_li',
        takenAt: '2026-03-05T01:00:00.000Z',
        tables: { customer: [{ name: '李桂芳' }] },
      },
    },
  },
  restrict: {
    method: 'POST',
    path: '/customers/:id/restrict',
    needs: 'privacy:write',
    summary: { zh: '限制处理:只保存,不作他用', en: 'Keep the data and do nothing else with them' },
    params: oneCustomer,
    body: why,
    returns: z.strictObject({ restricted: z.boolean() }),
    writes: true,
    expects: 'none',
    errors: ['customer.not_found'],
    example: {
      params: { id: 'cus_li' },
      body: { reason: '客户提出异议' },
      returns: { restricted: true },
    },
  },
  liftRestriction: {
    method: 'POST',
    path: '/customers/:id/lift-restriction',
    needs: 'privacy:write',
    summary: { zh: '解除限制', en: 'Lift a restriction' },
    params: oneCustomer,
    body: why,
    returns: z.strictObject({ restricted: z.boolean() }),
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['customer.not_found'],
    example: {
      params: { id: 'cus_li' },
      body: { reason: '异议已解决' },
      returns: { restricted: false },
    },
  },
  erase: {
    method: 'POST',
    path: '/customers/:id/erase',
    needs: 'privacy:write',
    summary: {
      zh: '删除:法定期限内封存,期满销毁密钥',
      en: 'Forget a customer: keep away until the law allows, then destroy the key',
    },
    params: oneCustomer,
    body: why,
    returns: Erasure,
    writes: true,
    expects: 'none',
    stepUp: true,
    errors: ['customer.not_found', 'customer.relationship_open'],
    example: {
      params: { id: 'cus_sun' },
      body: { reason: '客户申请删除' },
      returns: { outcome: 'restricted', eraseAfter: '2036-03-05' },
    },
  },
} as const satisfies Contract
