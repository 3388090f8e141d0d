export { sayReason } from './reason-words.ts'
