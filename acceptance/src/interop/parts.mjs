// What the wallets here have in common: keys, digests, the registry that resolves DIDs, and how they are called.
import { createHash, randomBytes, X509Certificate } from 'node:crypto'
import { createInterface } from 'node:readline'
import * as jose from 'jose'

/// The wallet's memory, as long as its process runs.
export class Store {
  credentials = []
  keys = new Map()

  /// The private JWK of that name, made where there is none yet.
  async key(name) {
    if (!this.keys.has(name)) {
      const { privateKey } = await jose.generateKeyPair('ES256', { extractable: true })
      this.keys.set(name, await jose.exportJWK(privateKey))
    }
    return this.keys.get(name)
  }
}

export const publicOf = ({ d: _, ...jwk }) => jwk

/// did:jwk as this network writes it: the members sorted.
export function didJwk(privateJwk) {
  const { crv, kty, x, y } = privateJwk
  return 'did:jwk:' + Buffer.from(JSON.stringify({ crv, kty, x, y })).toString('base64url')
}

export const digest = (data, alg) =>
  new Uint8Array(createHash(alg.replace('-', '')).update(data).digest())

export const random = (length) => new Uint8Array(randomBytes(length))

/// The document of a DID, as the registry resolves it.
export async function resolveDid(registry, did) {
  const answer = await fetch(`${registry}/1.0/identifiers/${encodeURIComponent(did)}`, {
    headers: { accept: 'application/did-resolution' },
  })
  if (!answer.ok) throw new Error(`${did} is not resolved: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

export async function keyOfDidUrl(registry, didUrl) {
  const { didDocument } = await resolveDid(registry, didUrl.split('#')[0])
  const method = didDocument.verificationMethod.find(
    ({ id }) => id === didUrl || didDocument.id + id === didUrl,
  )
  if (!method?.publicKeyJwk) throw new Error(`${didUrl} has no JWK in its document`)
  return method.publicKeyJwk
}

/// The leaf's key, if its chain ends in that authority (PEM) and is in its time.
export function keyOfChain(x5c, anchorPem) {
  const chain = x5c.map((each) => new X509Certificate(Buffer.from(each, 'base64')))
  const anchor = new X509Certificate(anchorPem)
  const above = [...chain.slice(1), anchor]
  chain.forEach((certificate, i) => {
    const now = Date.now()
    if (
      !certificate.checkIssued(above[i]) ||
      !certificate.verify(above[i].publicKey) ||
      Date.parse(certificate.validFrom) > now ||
      Date.parse(certificate.validTo) < now
    ) {
      throw new Error('the chain of the request does not end in the authority that is trusted')
    }
  })
  return chain[0].publicKey.export({ format: 'jwk' })
}

/// Carries out commands until there are no more: a line of JSON each, and a line of JSON for its answer. A failure says
/// what the server said.
export async function main(commands) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { command, ...options } = JSON.parse(line)
    let answer
    try {
      answer = { answer: await commands[command](options) }
    } catch (e) {
      answer = { error: `${e.stack ?? e}`, cause: `${e.cause?.stack ?? ''}`, said: await said(e) }
    }
    process.stdout.write(JSON.stringify(answer) + '\n')
  }
}

async function said({ response }) {
  if (!response?.clone || response.bodyUsed) return ''
  return `${response.status} ${await response.clone().text()}`
}
