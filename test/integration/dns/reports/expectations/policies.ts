import { expectNothingWrong, type Expectation } from './said'

/** MTA-STS, TLS-RPT and BIMI. */
export const POLICIES: Readonly<Record<string, Expectation>> = {
  'mtasts-ext': expectNothingWrong,
  'tlsrpt-two-rua': expectNothingWrong,
}
