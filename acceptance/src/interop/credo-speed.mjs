// How many SD-JWT VCs Credo issues, and how many presentations it verifies, a second: the peer of bench/run --only
// peer-issue,peer-verify. On one thread, keys in memory, nothing fetched. Argument: seconds for each.
import { Agent, DidsModule, JwkDidRegistrar, JwkDidResolver, Kms } from '@credo-ts/core'
import { dependencies, MemoryKeys, MemoryModule } from './credo-memory.mjs'

const keys = new MemoryKeys()
const seconds = Number(process.argv[2] ?? 10)
const agent = new Agent({
  config: {},
  dependencies,
  modules: {
    storage: new MemoryModule(),
    kms: new Kms.KeyManagementModule({ backends: [keys] }),
    dids: new DidsModule({ resolvers: [new JwkDidResolver()], registrars: [new JwkDidRegistrar()] }),
  },
})
await agent.initialize()
for (const keyId of ['issuer', 'holder']) {
  await agent.kms.createKey({ keyId, type: { kty: 'EC', crv: 'P-256' } })
}
const publicKey = async (keyId) => Kms.PublicJwk.fromPublicJwk(await agent.kms.getPublicKey({ keyId }))
// Where no DID record names its key, Credo looks for it under this name.
for (const keyId of ['issuer', 'holder']) {
  keys.keys.set((await publicKey(keyId)).legacyKeyId, keys.keys.get(keyId))
}
const created = await agent.dids.create({ method: 'jwk', options: { keyId: 'issuer' } })
const issuer = created.didState.did
if (!issuer) throw new Error(JSON.stringify(created.didState))
const holder = { method: 'jwk', jwk: await publicKey('holder') }
const now = Math.floor(Date.now() / 1000)

const issue = () =>
  agent.sdJwtVc.sign({
    issuer: { method: 'did', didUrl: `${issuer}#0` },
    holder,
    payload: {
      vct: 'urn:hansa:participant:1',
      iat: now,
      exp: now + 300 * 24 * 3600,
      kind: 'NATURAL_PERSON',
      country: 'SE',
      termsHash: 'A'.repeat(43),
      onboardedAt: '2026-06-15T12:00:00Z',
      roles: ['PROSUMER'],
    },
    disclosureFrame: { _sd: ['kind', 'country', 'termsHash', 'onboardedAt', 'roles'] },
  })

/// Operations a second, after a warm-up as long.
async function rate(operation) {
  let count = 0
  for (const isWarm of [false, true]) {
    count = 0
    const end = performance.now() + seconds * 1000
    while (performance.now() < end) {
      await operation()
      count += 1
    }
    if (isWarm) return count / seconds
  }
}

const { compact } = await issue()
const verifierMetadata = { audience: 'https://verifier.example', nonce: 'nonce-of-the-bench', issuedAt: now }
const compactSdJwtVc = await agent.sdJwtVc.present({
  sdJwtVc: compact,
  presentationFrame: { kind: true, roles: true },
  verifierMetadata,
})
const verify = async () => {
  const { isValid, error } = await agent.sdJwtVc.verify({
    compactSdJwtVc,
    keyBinding: { audience: verifierMetadata.audience, nonce: verifierMetadata.nonce },
  })
  if (!isValid) throw error
}
await verify()
console.log(JSON.stringify({ issued: await rate(issue), verified: await rate(verify) }))
process.exit(0)
