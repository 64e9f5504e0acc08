// What Credo leaves to whoever runs it, for a wallet that lives as long as its process: storage and keys in memory, and
// a resolver that asks the network's registry.
import { createCipheriv, createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { diffieHellman, generateKeyPairSync, randomBytes, randomUUID, sign, verify } from 'node:crypto'
import { EventEmitter } from 'node:events'
import {
  DidDocument,
  InjectionSymbols,
  JsonTransformer,
  RecordDuplicateError,
  RecordNotFoundError,
  StorageVersionRecord,
  UpdateAssistant,
} from '@credo-ts/core'
import { resolveDid } from './parts.mjs'

/// No file is written.
class NoFiles {
  dataPath = '/nonexistent'
  cachePath = '/nonexistent'
  tempPath = '/nonexistent'
}

export const dependencies = {
  FileSystem: NoFiles,
  EventEmitterClass: EventEmitter,
  fetch,
  WebSocketClass: globalThis.WebSocket,
}

class MemoryStorage {
  supportsCursorPagination = false
  kept = new Map()

  static key = ({ type }, id) => `${type} ${id}`

  keep(record) {
    record.updatedAt = new Date()
    this.kept.set(MemoryStorage.key(record, record.id), {
      type: record.type,
      id: record.id,
      value: JsonTransformer.serialize(record),
      tags: record.getTags(),
    })
  }

  read(recordClass, { id, value, tags }) {
    const record = JsonTransformer.deserialize(value, recordClass)
    record.id = id
    record.replaceTags(tags)
    return record
  }

  async save(_, record) {
    if (this.kept.has(MemoryStorage.key(record, record.id))) {
      throw new RecordDuplicateError('there already', { recordType: record.type })
    }
    this.keep(record)
  }

  async update(_, record) {
    this.keep(record)
  }

  async delete(_, record) {
    this.kept.delete(MemoryStorage.key(record, record.id))
  }

  async deleteById(_, recordClass, id) {
    this.kept.delete(MemoryStorage.key(recordClass, id))
  }

  async getById(_, recordClass, id) {
    const found = this.kept.get(MemoryStorage.key(recordClass, id))
    if (!found) throw new RecordNotFoundError('not there', { recordType: recordClass.type })
    return this.read(recordClass, found)
  }

  async getAll(context, recordClass) {
    return this.findByQuery(context, recordClass, {})
  }

  async findByQuery(_, recordClass, query) {
    return [...this.kept.values()]
      .filter(({ type, tags }) => type === recordClass.type && matches(tags, query))
      .map((found) => this.read(recordClass, found))
  }
}

function matches(tags, { $and, $or, $not, ...simple }) {
  const has = ([name, wanted]) =>
    wanted === undefined ||
    (Array.isArray(wanted) ? wanted.every((each) => tags[name]?.includes(each)) : tags[name] === wanted)
  return (
    Object.entries(simple).every(has) &&
    ($and ?? []).every((each) => matches(tags, each)) &&
    (!$or || $or.some((each) => matches(tags, each))) &&
    !($not && matches(tags, $not))
  )
}

/// The module that gives Credo its storage: a new one, of Credo's present version.
export class MemoryModule {
  storage = new MemoryStorage()

  register(dependencyManager) {
    dependencyManager.registerInstance(InjectionSymbols.StorageService, this.storage)
  }

  async onInitializeContext(context) {
    await this.storage.save(
      context,
      new StorageVersionRecord({ storageVersion: UpdateAssistant.frameworkStorageVersion }),
    )
  }
}

/// P-256 keys: ES256, and ECDH-ES with AES-GCM.
export class MemoryKeys {
  backend = 'memory'
  keys = new Map()

  isOperationSupported(_, { operation, algorithm, type }) {
    if (operation === 'createKey') return type.kty === 'EC' && type.crv === 'P-256'
    if (operation === 'sign' || operation === 'verify') return algorithm === 'ES256'
    return operation !== 'decrypt'
  }

  publicJwk(keyId) {
    return { ...createPublicKey(this.keys.get(keyId)).export({ format: 'jwk' }), kid: keyId }
  }

  async getPublicKey(_, keyId) {
    return this.keys.has(keyId) ? this.publicJwk(keyId) : null
  }

  async createKey(_, { keyId = randomUUID() }) {
    this.keys.set(keyId, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
    return { keyId, publicJwk: this.publicJwk(keyId) }
  }

  async importKey(_, { privateJwk: { kid: keyId = randomUUID(), ...jwk } }) {
    this.keys.set(keyId, createPrivateKey({ key: jwk, format: 'jwk' }))
    return { keyId, publicJwk: this.publicJwk(keyId) }
  }

  async deleteKey(_, { keyId }) {
    return this.keys.delete(keyId)
  }

  async sign(_, { keyId, data }) {
    const key = this.keys.get(keyId)
    return { signature: new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })) }
  }

  async verify(_, { key: { keyId, publicJwk = this.publicJwk(keyId) }, data, signature }) {
    const key = createPublicKey({ key: publicJwk, format: 'jwk' })
    const verified = verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature)
    return verified ? { verified, publicJwk } : { verified }
  }

  async encrypt(_, { key: { keyAgreement }, encryption: { algorithm, aad }, data }) {
    const length = { A128GCM: 128, A256GCM: 256 }[algorithm]
    const shared = diffieHellman({
      privateKey: this.keys.get(keyAgreement.keyId),
      publicKey: createPublicKey({ key: keyAgreement.externalPublicJwk, format: 'jwk' }),
    })
    const key = concatKdf(shared, algorithm, length, keyAgreement)
    const iv = randomBytes(12)
    const cipher = createCipheriv(`aes-${length}-gcm`, key, iv)
    cipher.setAAD(aad)
    const encrypted = Buffer.concat([cipher.update(data), cipher.final()])
    return { encrypted, iv, tag: cipher.getAuthTag() }
  }

  randomBytes(_, { length }) {
    return new Uint8Array(randomBytes(length))
  }
}

/// RFC 7518, section 4.6.2; a key of at most 256 bits is one round.
function concatKdf(shared, algorithm, length, { apu = [], apv = [] }) {
  const number = (value) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const field = (bytes) => [number(bytes.length), Buffer.from(bytes)]
  const input = [number(1), shared, ...field(Buffer.from(algorithm)), ...field(apu), ...field(apv), number(length)]
  return createHash('sha256').update(Buffer.concat(input)).digest().subarray(0, length / 8)
}

/// did:indy, by the registry.
export class RegistryResolver {
  supportedMethods = ['indy']
  allowsCaching = false

  constructor(registry) {
    this.registry = registry
  }

  async resolve(_, did) {
    const { didDocument, didDocumentMetadata, didResolutionMetadata } = await resolveDid(this.registry, did)
    return {
      didDocument: JsonTransformer.fromJSON(didDocument, DidDocument),
      didDocumentMetadata,
      didResolutionMetadata,
    }
  }
}
