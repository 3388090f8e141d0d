// Builds every package, floor by floor: a package's types are read from those it stands on.
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
close()
