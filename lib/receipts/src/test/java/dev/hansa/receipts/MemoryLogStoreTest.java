package dev.hansa.receipts;

class MemoryLogStoreTest extends LogStoreContract {
  @Override
  LogStore store() {
    return new MemoryLogStore();
  }
}
