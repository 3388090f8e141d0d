import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contractDocs, contracts, openApi } from '@crm/server'
import { Validator } from '@seriousme/openapi-schema-validator'

const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))
const document = openApi(contracts, contractDocs)
const text = `${JSON.stringify(document, null, 2)}\n`

const { valid, errors } = await new Validator().validate(document)
if (!valid) {
  console.error('The contracts do not make valid OpenAPI 3.1:', JSON.stringify(errors, null, 2))
  process.exit(1)
}
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error(
      'docs/openapi.json is not what the contracts say: run node scripts/write-openapi.mjs',
    )
    process.exit(1)
  }
} else writeFileSync(file, text)
console.log(`${Object.keys(document.paths as object).length} paths, valid OpenAPI 3.1.`)
