import type { RequestListener } from 'node:http'
import { type AppDeps, createApp } from '../../http/app.ts'
import { createInHand, type InHand } from '../../http/in-hand.ts'
import { officeRoutes } from '../../http/office-routes.ts'
import type { Receive } from '../../inbound/receive.ts'
import type { Context } from '../context.ts'
import { officeParts } from '../office/office.ts'

/** One configuration at work. */
export interface Serving {
  context: Context
  receive: Receive
  office: RequestListener
  inHand: InHand
  /** What was in hand when it began to end. */
  ending?: Promise<unknown>
}

export function serve(context: Context, app: AppDeps): Serving {
  const inHand = createInHand()
  return {
    context,
    receive: (incoming) => inHand.work(context.receive(incoming)),
    office: inHand.requests(officeApp(context, app)),
    inHand,
  }
}

function officeApp(context: Context, app: AppDeps): RequestListener {
  const routes = officeRoutes(officeParts(context))
  const { console } = context
  if (!console) return createApp(routes, app)
  return createApp([...routes, ...console.routes], { ...app, setHeaders: console.setHeaders })
}

/** Takes no more, lets what is in hand end for `atMostMs`, and closes. */
export async function retire(serving: Serving, atMostMs: number): Promise<void> {
  const { context, inHand } = serving
  const { jobs, callbacks } = context
  jobs.letGo()
  serving.ending ??= Promise.all([inHand.idle(), jobs.stop(atMostMs), callbacks.stop(atMostMs)])
  const patience = new Promise((resolve) => setTimeout(resolve, atMostMs).unref())
  await Promise.race([serving.ending, patience])
  await context[Symbol.asyncDispose]()
}
