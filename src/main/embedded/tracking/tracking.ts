import * as v from 'valibot'
import { requireDomain, type Scope } from '../requests/context'
import { yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import { TRACKING_UPDATED } from '../records/messages'
import type { StoredTracking } from '../store/tracking-table'

const OpenForm = v.object({
  active: v.exactOptional(yesNo('active')),
  place_at_the_top: v.exactOptional(yesNo('place_at_the_top')),
})
const ClickForm = v.object({
  active: v.exactOptional(
    v.pipe(
      v.string(),
      v.toLowerCase(),
      v.picklist(['true', 'false', 'yes', 'no', 'htmlonly'], 'active must be true, false or htmlonly'),
    ),
  ),
})
const UnsubscribeForm = v.object({
  active: v.exactOptional(yesNo('active')),
  html_footer: v.exactOptional(v.string()),
  text_footer: v.exactOptional(v.string()),
})

/**
 * `GET /v3/domains/{name}/tracking`.
 *
 * @throws ZonedeskError `not-found`
 */
export function getTracking(scope: Scope, name: string) {
  const { seq, web_scheme } = requireDomain(scope, name)
  return { tracking: { ...trackingAnswer(scope.store.tracking.get(seq)), web_scheme } }
}

/**
 * `PUT /v3/domains/{name}/tracking/open`: sets what is named.
 *
 * @throws ZonedeskError `not-found` or `invalid`
 */
export function setOpenTracking(scope: Scope, name: string, parameters: Parameters) {
  const { open } = change(scope, name, (before) => {
    const { active, place_at_the_top } = parseParameters(OpenForm, parameters)
    return {
      open_active: active ?? before.open_active,
      open_at_the_top: place_at_the_top ?? before.open_at_the_top,
    }
  })
  return { message: TRACKING_UPDATED, open }
}

/**
 * `PUT /v3/domains/{name}/tracking/click`: `active` is `true`, `false`, or `htmlonly` to leave the text part alone.
 *
 * @throws ZonedeskError `not-found` or `invalid`
 */
export function setClickTracking(scope: Scope, name: string, parameters: Parameters) {
  const { click } = change(scope, name, (before) => {
    const { active } = parseParameters(ClickForm, parameters)
    if (active === undefined) return { click: before.click }
    if (active === 'htmlonly') return { click: active }
    return { click: active === 'true' || active === 'yes' ? 'true' : 'false' }
  })
  return { message: TRACKING_UPDATED, click }
}

/**
 * `PUT /v3/domains/{name}/tracking/unsubscribe`: sets what is named.
 *
 * @throws ZonedeskError `not-found` or `invalid`
 */
export function setUnsubscribeTracking(scope: Scope, name: string, parameters: Parameters) {
  const { unsubscribe } = change(scope, name, (before) => {
    const { active, html_footer, text_footer } = parseParameters(UnsubscribeForm, parameters)
    return {
      unsubscribe_active: active ?? before.unsubscribe_active,
      html_footer: html_footer ?? before.html_footer,
      text_footer: text_footer ?? before.text_footer,
    }
  })
  return { message: TRACKING_UPDATED, unsubscribe }
}

function change(
  scope: Scope,
  name: string,
  changes: (before: StoredTracking) => Partial<StoredTracking>,
): ReturnType<typeof trackingAnswer> {
  const { store } = scope
  return store.transaction(() => {
    const { seq } = requireDomain(scope, name)
    const before = store.tracking.get(seq)
    const after = { ...before, ...changes(before) }
    store.tracking.set(seq, after)
    return trackingAnswer(after)
  })
}

function trackingAnswer(settings: StoredTracking) {
  const { open_active, open_at_the_top, click, unsubscribe_active, html_footer, text_footer } = settings
  return {
    open: { active: open_active, place_at_the_top: open_at_the_top },
    click: { active: click === 'htmlonly' ? click : click === 'true' },
    unsubscribe: { active: unsubscribe_active, html_footer, text_footer },
  }
}
