/**
 * A real bank in memory for tests: the real server, a fake clock, the cast.
 * @packageDocumentation
 */
export {
  openTestBank,
  TEST_BANK_URL,
  type TestBank,
  type TestBankOptions,
  testToken,
} from './bank.ts'
export { type FakePorts, fakePorts } from './clock.ts'
export { plantCast } from './plant.ts'
