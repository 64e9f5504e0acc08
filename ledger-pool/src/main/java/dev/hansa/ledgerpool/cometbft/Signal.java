package dev.hansa.ledgerpool.cometbft;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes one thread; a signal that comes while nobody waits is not lost.
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean set;

  void set() {
    lock.lock();
    try {
      set = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a signal, and takes it.
  void await(Duration max) throws InterruptedException {
    lock.lock();
    try {
      long left = max.toNanos();
      while (!set && left > 0) {
        left = changed.awaitNanos(left);
      }
      set = false;
    } finally {
      lock.unlock();
    }
  }

  /// Waits a while, whatever happens.
  void pause(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
