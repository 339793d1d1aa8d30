import { ACCOUNT, rotationsOver, type RotationPlace } from './rotations-over'

/** Begins rotations, or goes on with those there are, tells how they stand, and never ends by itself. */
const place = JSON.parse(process.argv.at(-1) ?? '') as RotationPlace
const { rotations, counts, faults } = rotationsOver(place, tell)

function tell(): void {
  for (const fault of faults.splice(0)) process.stderr.write(`${String(fault)}\n`)
  process.stdout.write(`${JSON.stringify(counts())}\n`)
}

if (rotations.all().length === 0) {
  rotations.start(
    place.names.map((signingDomain) => ({
      ...{ accountId: ACCOUNT, signingDomain, bits: 1024, keepDays: 7, alsoSigns: 0 },
    })),
  )
} else rotations.resume()
tell()
setInterval(() => {}, 1000)
