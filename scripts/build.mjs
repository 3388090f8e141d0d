// Builds every package, floor by floor: a package's types are read from those it stands on. At the end
// each gets its bill of materials.
import { run, tally } from './kit/run.mjs'

const floors = [['core'], ['client', 'server'], ['react', 'testing']]
const { note, close } = tally()

for (const floor of floors)
  await Promise.all(
    floor.map(async (name) => {
      const { code, output } = await run('tsup', [], { cwd: `packages/${name}` })
      note(`packages/${name}`, code === 0, output)
    }),
  )
const bills = await run(process.execPath, ['scripts/write-sbom.mjs'])
note('bills of materials', bills.code === 0, bills.output)
close()
