// What the server's tests of keys need of Node; without it the rest of the server has to run.
export { sealedCustomer } from '../packages/server/src/customers/sealed.ts'
export { gmSuite } from '../packages/server/src/node/keys/gm-suite.ts'
export { intlSuite } from '../packages/server/src/node/keys/intl-suite.ts'
export { memoryKeyService } from '../packages/server/src/node/keys/memory-key-service.ts'
export { isSignedBy } from '../packages/server/src/node/keys/sign.ts'
