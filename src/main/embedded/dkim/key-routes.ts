import { readParameters, readQuery } from '../requests/forms'
import type { Api } from '../requests/routing'
import { createKey } from './create-key'
import { setDkimAuthority, setDkimSelector } from './identity'
import { activateKey, deactivateKey, deleteKey } from './key-state'
import { listKeys, listKeysOf } from './list-keys'
import { rotateNow, setRotation } from './rotation'

/** DKIM keys, under which name they are published, and their rotation. */
export function addKeyRoutes(app: Api): void {
  app.get('/v1/dkim/keys', (c) =>
    c.json(listKeys(c.var.scope, readQuery(c.req.raw), new URL(c.req.url).origin)),
  )
  app.post('/v1/dkim/keys', async (c) =>
    c.json(await createKey(c.var.scope, await readParameters(c.req.raw, ['pem']))),
  )
  app.delete('/v1/dkim/keys', (c) => c.json(deleteKey(c.var.scope, readQuery(c.req.raw))))
  app.get('/v4/domains/:authority/keys', (c) => c.json(listKeysOf(c.var.scope, c.req.param('authority'))))
  app.put('/v4/domains/:authority/keys/:selector/activate', async (c) =>
    c.json(await activateKey(c.var.scope, c.req.param('authority'), c.req.param('selector'))),
  )
  app.put('/v4/domains/:authority/keys/:selector/deactivate', (c) =>
    c.json(deactivateKey(c.var.scope, c.req.param('authority'), c.req.param('selector'))),
  )
  app.put('/v3/domains/:name/dkim_authority', async (c) =>
    c.json(await setDkimAuthority(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v3/domains/:name/dkim_selector', async (c) =>
    c.json(setDkimSelector(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v1/dkim_management/domains/:name/rotation', async (c) =>
    c.json(setRotation(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.post('/v1/dkim_management/domains/:name/rotate', (c) =>
    c.json(rotateNow(c.var.scope, c.req.param('name'))),
  )
}
