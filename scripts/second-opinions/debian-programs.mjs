import { hasProgram } from '../setup/processes.mjs'
import { canInstallDebian, had, lacking } from './tool.mjs'

/** Programs that are used as Debian has them, each with its package. */
const PROGRAMS = {
  ...{ nsupdate: 'bind9-dnsutils', dig: 'bind9-dnsutils' },
  ...{ knsupdate: 'knot-dnsutils', kdig: 'knot-dnsutils' },
}

/** @returns {import('./tool.mjs').Tool[]} one for each program; its path is its name, which PATH finds */
export function debianPrograms() {
  return Object.entries(PROGRAMS).map(([name, debianPackage]) =>
    hasProgram(name)
      ? had(name, name)
      : lacking(name, `it is in Debian's package ${debianPackage}`, canInstallDebian()),
  )
}
