package dev.hansa.ledgerpool.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hansa.ledgerpool.domain.Block;
import dev.hansa.ledgerpool.domain.LedgerApplication;
import dev.hansa.ledgerprotocol.BlockResult;
import dev.hansa.ledgerprotocol.Checkpoint;
import dev.hansa.ledgerprotocol.IndyRequest;
import dev.hansa.ledgerprotocol.consensus.Validators;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An application like another, but for what a test changes.
abstract class WrappedApplication implements LedgerApplication {
  private final LedgerApplication application;

  WrappedApplication(LedgerApplication application) {
    this.application = application;
  }

  @Override
  public Checkpoint info() {
    return application.info();
  }

  @Override
  public Validators validators() {
    return application.validators();
  }

  @Override
  public Check check(IndyRequest request) {
    return application.check(request);
  }

  @Override
  public int prepare(List<IndyRequest> waiting) {
    return application.prepare(waiting);
  }

  @Override
  public boolean process(Block block) {
    return application.process(block);
  }

  @Override
  public BlockResult finalise(Block block) {
    return application.finalise(block);
  }

  @Override
  public void commit(Block block, BlockResult result, Checkpoint checkpoint) {
    application.commit(block, result, checkpoint);
  }

  @Override
  public void renew(Checkpoint checkpoint) {
    application.renew(checkpoint);
  }

  /// Executes nothing before the gate is open.
  static final class Slow extends WrappedApplication {
    private final CountDownLatch gate;

    Slow(LedgerApplication application, CountDownLatch gate) {
      super(application);
      this.gate = gate;
    }

    @Override
    public BlockResult finalise(Block block) {
      if (block.requests().isEmpty()) {
        return super.finalise(block);
      }
      try {
        assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.finalise(block);
    }
  }

  /// Fails to commit.
  static final class Failing extends WrappedApplication {
    private final Throwable failure;

    Failing(LedgerApplication application, Throwable failure) {
      super(application);
      this.failure = failure;
    }

    @Override
    public void commit(Block block, BlockResult result, Checkpoint checkpoint) {
      if (block.requests().isEmpty()) {
        super.commit(block, result, checkpoint);
        return;
      }
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        default -> throw new IllegalStateException(failure);
      }
    }
  }
}
