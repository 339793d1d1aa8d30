import * as v from 'valibot'
import type { ClickTracking, TrackingSettings } from '../../../preload/contract/tracking'
import type { Caller } from '../caller'
import type { OperationPart } from '../operation'
import { parseAnswer } from '../parse-answer'
import type { TrackingCalls } from '../types'
import { WireBoolean, WireMessage, WireText } from '../wire'
import { segment } from './segment'

const MaybeBoolean = v.fallback(v.nullish(WireBoolean), null)
const MaybeText = v.fallback(v.nullish(WireText), null)
const WireOpen = v.object({ active: MaybeBoolean, place_at_the_top: MaybeBoolean })
const WireClick = v.object({ active: v.fallback(v.nullish(v.union([WireBoolean, WireText])), null) })
const WireUnsubscribe = v.object({ active: MaybeBoolean, html_footer: MaybeText, text_footer: MaybeText })
const WireTracking = v.object({
  tracking: v.object({
    open: v.nullish(WireOpen, {}),
    click: v.nullish(WireClick, {}),
    unsubscribe: v.nullish(WireUnsubscribe, {}),
    web_scheme: v.fallback(v.nullish(v.picklist(['http', 'https'])), null),
  }),
})

/** The API's words for `ClickTracking`. */
const CLICK_WORDS: Readonly<Record<ClickTracking, string>> = {
  yes: 'true',
  'html-only': 'htmlonly',
  no: 'false',
}

/** What is followed in the mail of a domain. Source: API, `/v3/domains/{name}/tracking`. */
export function trackingCalls(call: Caller): TrackingCalls {
  const set = async (
    name: string,
    what: 'open' | 'click' | 'unsubscribe',
    form: URLSearchParams,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    const { text, operation } = await call(
      {
        method: 'PUT',
        path: `/v3/domains/${segment(name)}/tracking/${what}`,
        form,
        operation: { kind: 'change-part', name, part: trackingOf(name) },
      },
      signal,
    )
    parseAnswer(WireMessage, text, operation)
  }

  return {
    get: async (name, signal, manner) => {
      const { text, operation } = await call(
        {
          method: 'GET',
          path: `/v3/domains/${segment(name)}/tracking`,
          operation: { kind: 'read-part', name, part: trackingOf(name) },
        },
        signal,
        manner,
      )
      return trackingFromWire(parseAnswer(WireTracking, text, operation))
    },
    setOpen: async (name, { active, placeAtTheTop }, signal) => {
      const form = new URLSearchParams({ active: String(active) })
      if (placeAtTheTop !== null) form.set('place_at_the_top', String(placeAtTheTop))
      await set(name, 'open', form, signal)
    },
    setClick: (name, click, signal) =>
      set(name, 'click', new URLSearchParams({ active: CLICK_WORDS[click] }), signal),
    setUnsubscribe: async (name, { active, htmlFooter, textFooter }, signal) => {
      const form = new URLSearchParams({ active: String(active) })
      if (htmlFooter !== null) form.set('html_footer', htmlFooter)
      if (textFooter !== null) form.set('text_footer', textFooter)
      await set(name, 'unsubscribe', form, signal)
    },
  }
}

function trackingOf(name: string): OperationPart {
  return { words: `tracking settings of ${name}`, fix: 'Change what the provider names and try again.' }
}

function trackingFromWire({ tracking }: v.InferOutput<typeof WireTracking>): TrackingSettings {
  const { open, click, unsubscribe, web_scheme } = tracking
  return {
    open: { active: open.active ?? null, placeAtTheTop: open.place_at_the_top ?? null },
    click: clickFromWire(click.active ?? null),
    unsubscribe: {
      active: unsubscribe.active ?? null,
      htmlFooter: unsubscribe.html_footer ?? null,
      textFooter: unsubscribe.text_footer ?? null,
    },
    webScheme: web_scheme ?? null,
  }
}

function clickFromWire(active: boolean | string | null): ClickTracking | null {
  if (typeof active === 'boolean') return active ? 'yes' : 'no'
  return active?.trim().toLowerCase() === 'htmlonly' ? 'html-only' : null
}
