package dev.hansa.servicekit;

import io.micronaut.http.HttpStatus;

/// Ends a request with a problem, where no controller's `switch` can: in a filter or a lookup.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final String challenge;

  public ProblemException(Problem problem) {
    this(problem, "Bearer");
  }

  private ProblemException(Problem problem, String challenge) {
    super(problem.title());
    this.problem = problem;
    this.challenge = challenge;
  }

  /// 401 with the rule that the token broke, and the `WWW-Authenticate` scheme that is wanted.
  public static ProblemException unauthorized(String scheme, String rule) {
    return new ProblemException(
        Problem.of(HttpStatus.UNAUTHORIZED, "unauthorized", "The caller is not authenticated")
            .withDetail(rule),
        scheme);
  }

  public Problem problem() {
    return problem;
  }

  String challenge() {
    return challenge;
  }
}
