// A wallet of Credo (@credo-ts), with storage and keys in memory.
import { readFileSync } from 'node:fs'
import {
  Agent,
  CredoError,
  DidsModule,
  JwkDidResolver,
  KeyDidResolver,
  Kms,
  X509Certificate,
  X509Module,
} from '@credo-ts/core'
import { OpenId4VcModule } from '@credo-ts/openid4vc'
import { Browser } from './browser.mjs'
import { dependencies, MemoryKeys, MemoryModule, RegistryResolver } from './credo-memory.mjs'
import { didJwk, main } from './parts.mjs'

const CLIENT_ID = 'credo-wallet'
const REDIRECT_URI = 'http://127.0.0.1:8766/callback'
const HOLDER = 'holder'

let running

/// The agent of this process, which knows the network from the first command on.
async function agent({ registry, anchor }) {
  if (!running) {
    running = new Agent({
      config: { allowInsecureHttpUrls: true },
      dependencies,
      modules: {
        storage: new MemoryModule(),
        kms: new Kms.KeyManagementModule({ backends: [new MemoryKeys()] }),
        dids: new DidsModule({
          resolvers: [new JwkDidResolver(), new KeyDidResolver(), new RegistryResolver(registry)],
        }),
        x509: new X509Module({
          trustedCertificates: anchor
            ? [X509Certificate.fromEncodedCertificate(readFileSync(anchor, 'utf8')).toString('base64')]
            : [],
        }),
        openid4vc: new OpenId4VcModule({}),
      },
    })
    await running.initialize()
    await running.kms.createKey({ keyId: HOLDER, type: { kty: 'EC', crv: 'P-256' } })
  }
  return running
}

const holderKey = async (wallet) =>
  Kms.PublicJwk.fromPublicJwk(await wallet.kms.getPublicKey({ keyId: HOLDER }))

async function requestCredentials(wallet, resolvedCredentialOffer, token) {
  const { holder } = wallet.openid4vc
  const { accessToken, cNonce, dpop, accessTokenResponse } = token
  const key = await holderKey(wallet)
  const answer = await holder.requestCredentials({
    resolvedCredentialOffer,
    accessToken,
    cNonce,
    dpop,
    clientId: undefined,
    verifyCredentialStatus: true,
    credentialBindingResolver: () => ({ method: 'jwk', keys: [key] }),
  })
  const tokenType = accessTokenResponse.token_type
  const [deferred] = answer.deferredCredentials
  if (deferred) {
    wallet.pending = { deferred, accessToken, dpop: answer.dpop ?? dpop, metadata: resolvedCredentialOffer.metadata }
    return { tokenType, transactionId: deferred.transactionId, interval: deferred.interval }
  }
  const claims = await keep(wallet, answer.credentials)
  const [{ notificationId }] = answer.credentials
  await holder.sendNotification({
    metadata: resolvedCredentialOffer.metadata,
    notificationId,
    notificationEvent: 'credential_accepted',
    accessToken,
    dpop: answer.dpop ?? dpop,
  })
  return { tokenType, claims, notified: true }
}

async function keep(wallet, credentials) {
  const claims = []
  for (const { record } of credentials) {
    await wallet.sdJwtVc.store({ record })
    claims.push(record.firstCredential.prettyClaims)
  }
  return claims
}

async function accept(options) {
  const wallet = await agent(options)
  const { holder } = wallet.openid4vc
  const offer = await holder.resolveCredentialOffer(options.offer)
  const token = await holder.requestToken({ resolvedCredentialOffer: offer, txCode: options.txCode })
  return requestCredentials(wallet, offer, token)
}

async function authorize(options) {
  const wallet = await agent(options)
  const { holder } = wallet.openid4vc
  const offer = await holder.resolveCredentialOffer(options.offer)
  const scope = Object.values(offer.offeredCredentialConfigurations).map((each) => each.scope)
  const begun = await holder.resolveOpenId4VciAuthorizationRequest(offer, {
    clientId: CLIENT_ID,
    redirectUri: REDIRECT_URI,
    scope,
  })
  const url = await new Browser().authorize(begun.authorizationRequestUrl, REDIRECT_URI, (request) =>
    present({ ...options, request }),
  )
  // Also looks whether `iss` is who was asked.
  const { authorizationCode: code } = holder.parseAuthorizationCodeFromAuthorizationResponse({
    authorizationResponseRedirectUrl: url,
    resolvedCredentialOffer: offer,
  })
  const token = await holder.requestToken({
    resolvedCredentialOffer: offer,
    code,
    clientId: CLIENT_ID,
    codeVerifier: begun.codeVerifier,
    redirectUri: REDIRECT_URI,
    dpop: begun.dpop,
  })
  const answer = await requestCredentials(wallet, offer, token)
  return {
    ...answer,
    pushed: begun.authorizationRequestUrl.includes('request_uri='),
    iss: new URL(url).searchParams.get('iss'),
  }
}

async function collect(options) {
  const wallet = await agent(options)
  const { deferred, accessToken, dpop, metadata } = wallet.pending
  const answer = await wallet.openid4vc.holder.requestDeferredCredentials({
    ...deferred,
    issuerMetadata: metadata,
    accessToken,
    dpop,
    verifyCredentialStatus: true,
  })
  return answer.credentials.length > 0 ? { claims: await keep(wallet, answer.credentials) } : { waits: true }
}

async function present(options) {
  const wallet = await agent(options)
  const { holder } = wallet.openid4vc
  const { dcql, authorizationRequestPayload, verifier } = await holder.resolveOpenId4VpAuthorizationRequest(
    options.request,
  )
  const credentials = holder.selectCredentialsForDcqlRequest(dcql.queryResult)
  const answer = await holder.acceptOpenId4VpAuthorizationRequest({
    authorizationRequestPayload,
    dcql: { credentials },
  })
  if (!answer.ok) throw new CredoError(`not accepted: ${JSON.stringify(answer.serverResponse)}`)
  return {
    client: verifier.clientIdPrefix,
    encrypted: 'response' in answer.authorizationResponse,
    redirectUri: answer.redirectUri,
  }
}

await main({
  did: async (options) => ({ did: didJwk((await holderKey(await agent(options))).toJson()) }),
  accept,
  authorize,
  collect,
  present,
})
