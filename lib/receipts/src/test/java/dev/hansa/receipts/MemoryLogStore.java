package dev.hansa.receipts;

import dev.hansa.identity.Bytes;
import dev.hansa.identity.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A log in memory, under the same contract as the one in a database.
final class MemoryLogStore implements LogStore {
  private final Map<String, StoredReceipt> receipts = new LinkedHashMap<>();
  private final Map<String, Long> places = new HashMap<>();
  private final Map<Node, Bytes> nodes = new HashMap<>();
  private long anchored;

  @Override
  public synchronized void add(StoredReceipt receipt) {
    if (receipts.putIfAbsent(receipt.id(), receipt) != null) {
      throw new IllegalStateException("a receipt is kept once");
    }
  }

  @Override
  public synchronized Optional<StoredReceipt> find(String id) {
    return Optional.ofNullable(receipts.get(id));
  }

  @Override
  public synchronized List<Waiting> waiting(int max) {
    return receipts.values().stream()
        .filter(receipt -> !places.containsKey(receipt.id()))
        .limit(max)
        .map(receipt -> new Waiting(receipt.id(), receipt.jws()))
        .toList();
  }

  @Override
  public synchronized boolean extend(long sizeBefore, List<String> ids, Map<Node, Bytes> added) {
    if (places.size() != sizeBefore) {
      return false;
    }
    for (var id : ids) {
      places.put(id, (long) places.size());
    }
    nodes.putAll(added);
    return true;
  }

  @Override
  public synchronized long size() {
    return places.size();
  }

  @Override
  public synchronized OptionalLong place(String id) {
    var place = places.get(id);
    return place == null ? OptionalLong.empty() : OptionalLong.of(place);
  }

  @Override
  public synchronized Optional<Bytes> node(Node node) {
    return Optional.ofNullable(nodes.get(node));
  }

  @Override
  public synchronized long anchored() {
    return anchored;
  }

  @Override
  public synchronized void setAnchored(long size) {
    anchored = Math.max(anchored, size);
  }

  @Override
  public synchronized void erase(String id) {
    receipts.computeIfPresent(
        id,
        (_, receipt) ->
            new StoredReceipt(id, receipt.owner(), receipt.jws(), Json.newObject(), Map.of()));
  }
}
