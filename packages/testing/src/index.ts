/**
 * A real bank in memory for tests: the real server, a fake clock, the cast.
 * @packageDocumentation
 */
export {
  TEST_BANK_URL,
  type TestBank,
  type TestBankOptions,
  testToken,
} from './bank.ts'
export { type FakePorts, fakePorts } from './clock.ts'
export { type NodeBankOptions, openTestBank, testVault } from './open-test-bank.ts'
export { type Planting, plantCast } from './plant.ts'
