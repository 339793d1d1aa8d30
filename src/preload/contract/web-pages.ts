import * as v from 'valibot'
import { CATALOGUE } from './finding-catalogue'

const KNOWN = new Set<string>(Object.values(CATALOGUE).map(({ source }) => source.url))

/** The address of a page of the web that the window may ask to open: the source of a finding. */
export const WebPage = v.pipe(
  v.string(),
  v.check((url) => KNOWN.has(url), 'not a page that the app leads to'),
)
