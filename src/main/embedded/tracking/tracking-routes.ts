import { readParameters } from '../requests/forms'
import type { Api } from '../requests/routing'
import { certificateStatus, generateCertificate, renewCertificate } from './certificates'
import { getTracking, setClickTracking, setOpenTracking, setUnsubscribeTracking } from './tracking'

/** Tracking of a domain, and the certificate of its tracking host. */
export function addTrackingRoutes(app: Api): void {
  app.get('/v3/domains/:name/tracking', (c) => c.json(getTracking(c.var.scope, c.req.param('name'))))
  for (const [kind, set] of [
    ['open', setOpenTracking],
    ['click', setClickTracking],
    ['unsubscribe', setUnsubscribeTracking],
  ] as const) {
    app.put(`/v3/domains/:name/tracking/${kind}`, async (c) =>
      c.json(set(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
    )
  }
  app.get('/v2/x509/:host/status', async (c) =>
    c.json(await certificateStatus(c.var.scope, c.req.param('host'))),
  )
  app.post('/v2/x509/:host', async (c) =>
    c.json(await generateCertificate(c.var.scope, c.req.param('host')), 202),
  )
  app.put('/v2/x509/:host', async (c) =>
    c.json(await renewCertificate(c.var.scope, c.req.param('host')), 202),
  )
}
