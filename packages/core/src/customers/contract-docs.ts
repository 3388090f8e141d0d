import type { ContractDocs } from '../kit/index.ts'
import type { customerContract } from './contract.ts'

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
/** What the endpoints of `/customers` are for, with an example of each: for documents and tests alone. */
export const customerDocs = {
  search: {
    summary: {
      zh: '按姓名、拼音、首字母、证件号、手机号或账号查找客户',
      en: 'Find customers by name, pinyin, initials, ID, phone or account number',
    },
    example: { body: { text: '李桂' }, returns: { items: [auntLi] } },
  },
  get: {
    summary: { zh: '一位客户', en: 'One customer' },
    example: { params: { id: 'cus_li' }, returns: auntLi },
  },
  getMany: {
    summary: {
      zh: '按编号批量读取客户,看不到的自动略去',
      en: 'Several customers by id; those out of sight are left out',
    },
    example: { query: { ids: 'cus_li' }, returns: { items: [auntLi] } },
  },
  listConsents: {
    summary: { zh: '客户的授权同意及其历史', en: 'What a customer agreed to, and every act' },
    example: { params: { id: 'cus_li' }, returns: ledger },
  },
  recordConsent: {
    summary: { zh: '登记同意或撤回同意', en: 'Record that a customer agreed, or took it back' },
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
    summary: { zh: '导出一位客户的全部资料', en: 'Everything about one person, in one file' },
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
    summary: { zh: '限制处理:只保存,不作他用', en: 'Keep the data and do nothing else with them' },
    example: {
      params: { id: 'cus_li' },
      body: { reason: '客户提出异议' },
      returns: { restricted: true },
    },
  },
  liftRestriction: {
    summary: { zh: '解除限制', en: 'Lift a restriction' },
    example: {
      params: { id: 'cus_li' },
      body: { reason: '异议已解决' },
      returns: { restricted: false },
    },
  },
  erase: {
    summary: {
      zh: '删除:法定期限内封存,期满销毁密钥',
      en: 'Forget a customer: keep away until the law allows, then destroy the key',
    },
    example: {
      params: { id: 'cus_sun' },
      body: { reason: '客户申请删除' },
      returns: { outcome: 'restricted', eraseAfter: '2036-03-05' },
    },
  },
} as const satisfies ContractDocs<typeof customerContract>
