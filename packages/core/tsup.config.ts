import { defineConfig } from 'tsup'
import { packageOptions } from '../../tsup.shared.ts'

export default defineConfig(packageOptions())
