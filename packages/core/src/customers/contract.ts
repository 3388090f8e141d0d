import * as z from 'zod/mini'
import { type Contract, PAGE_LIMIT, page } from '../kit/index.ts'
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
} as const satisfies Contract
