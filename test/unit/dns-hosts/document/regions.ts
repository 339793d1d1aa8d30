import type { Preset } from '../../../../src/main/dns-hosts/preset-schema'

/** A page of the document: the hosts at home in one part of the world. */
export interface Region {
  /** The name of its file in `docs/dns-hosts`, without its ending. */
  readonly file: string
  readonly title: string
  /** One sentence under the title. */
  readonly says: string
}

interface RegionOfCountries extends Region {
  /** ISO 3166-1 alpha-2 codes, as many as presets have. */
  readonly countries: string
}

const EVERYWHERE: Region = {
  file: 'worldwide',
  title: 'DNS hosts used worldwide',
  says: 'Hosts and panels that are used in every part of the world, whatever the country of the company.',
}

const REGIONS: readonly RegionOfCountries[] = [
  {
    file: 'europe',
    title: 'DNS hosts of Europe',
    says: 'Hosts and panels at home in Europe.',
    countries: 'AT BE BG CH CZ DE DK EE ES FI FR GB HR HU IE IS IT LT LU LV NL NO PL PT RO RU SE SI SK UA',
  },
  {
    file: 'americas',
    title: 'DNS hosts of the Americas',
    says: 'Hosts at home in North, Central and South America.',
    countries: 'AR BR CA CL CO MX PE US',
  },
  {
    file: 'asia',
    title: 'DNS hosts of Asia',
    says: 'Hosts at home in Asia.',
    countries: 'CN HK ID IL IN IR JP KR MY PH SG TH TR TW UZ VN',
  },
  {
    file: 'africa',
    title: 'DNS hosts of Africa',
    says: 'Hosts at home in Africa.',
    countries: 'DZ EG GH KE MA NG TZ ZA',
  },
  {
    file: 'oceania',
    title: 'DNS hosts of Oceania',
    says: 'Hosts at home in Australia, New Zealand and the Pacific.',
    countries: 'AU NZ',
  },
]

/** Every page, in the order in which the index names them. */
export const PAGES: readonly Region[] = [EVERYWHERE, ...REGIONS]

/**
 * The page a host is on: that of the first country it names, or the one for hosts that are used everywhere.
 *
 * @throws Error when the country is on no page yet
 */
export function regionOf({ id, countries: [country] }: Pick<Preset, 'id' | 'countries'>): Region {
  if (country === undefined) return EVERYWHERE
  const region = REGIONS.find(({ countries }) => countries.split(' ').includes(country))
  if (region !== undefined) return region
  throw new Error(`${id} is at home in ${country}: say in which region that is, in regions.ts.`)
}
