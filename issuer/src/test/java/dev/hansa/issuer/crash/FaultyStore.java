package dev.hansa.issuer.crash;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A store that dies at a statement or a commit of our choice: before it, or after it, when it is
/// done and nobody is told. From then on it answers nothing, until it is started again.
public final class FaultyStore implements DataSource {
  private static final Set<String> STEPS = Set.of("executeUpdate", "executeQuery", "commit");

  /// Where it dies.
  public enum Side {
    BEFORE,
    AFTER
  }

  private final DataSource store;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile Side side = Side.BEFORE;
  private volatile boolean dead;

  public FaultyStore(DataSource store) {
    this.store = store;
  }

  /// Dies at the `step`-th step from now.
  void dieAt(int step, Side at) {
    side = at;
    left.set(step);
  }

  /// Starts it again. True if it had died.
  boolean restart() {
    boolean was = dead;
    dead = false;
    if (was) {
      left.set(Integer.MAX_VALUE);
    }
    return was;
  }

  private static SQLException crash() {
    return new SQLException("the lights went out", "08006");
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (dead) {
      throw crash();
    }
    return wrap(Connection.class, store.getConnection());
  }

  private <T> T wrap(Class<T> type, Object inner) {
    InvocationHandler handler = (_, method, arguments) -> call(inner, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private @Nullable Object call(Object inner, Method method, Object @Nullable [] arguments)
      throws Throwable {
    var name = method.getName();
    // Closing and rolling back is what the database does by itself when its client dies.
    boolean quiet = name.equals("close") || name.equals("rollback") || name.equals("setAutoCommit");
    if (dead && !quiet) {
      throw crash();
    }
    boolean dies = STEPS.contains(name) && left.decrementAndGet() == 0;
    if (dies && side == Side.BEFORE) {
      dead = true;
      throw crash();
    }
    Object result;
    try {
      result = method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    if (dies) {
      dead = true;
      throw crash();
    }
    return result instanceof PreparedStatement statement
        ? wrap(PreparedStatement.class, statement)
        : result;
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return store.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    store.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    store.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return store.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("faulty");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return store.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return store.isWrapperFor(type);
  }
}
