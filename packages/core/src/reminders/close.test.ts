import { describe, expect, it } from 'vitest'
import { StaffId } from '../access/index.ts'
import { Instant } from '../kit/index.ts'
import { closeReminder, reopenReminder } from './close.ts'
import { reminderDocs } from './contract-docs.ts'
import { Reminder } from './reminder.ts'

const open = Reminder.parse(reminderDocs.get.example.returns)
const chen = StaffId.parse('stf_chen')
const morning = Instant.parse('2026-03-05T01:20:00.000Z')

describe("the reminder of Aunt Li's deposit", () => {
  it('says who closed it, when and how', () => {
    expect(closeReminder(open, 'done', chen, morning)).toMatchObject({
      status: 'done',
      closedBy: 'stf_chen',
      closedAt: morning,
    })
  })

  it('stays as it was closed', () => {
    const closed = closeReminder(open, 'dismissed', chen, morning)
    expect(() => closeReminder(closed, 'done', chen, morning)).toThrow(
      expect.objectContaining({ code: 'reminder.already_closed' }),
    )
  })

  it('is as before when its closing is taken back', () => {
    expect(reopenReminder(closeReminder(open, 'done', chen, morning))).toEqual(open)
  })

  it('cannot be opened while it is open', () => {
    expect(() => reopenReminder(open)).toThrow(
      expect.objectContaining({ code: 'reminder.still_open' }),
    )
  })
})
