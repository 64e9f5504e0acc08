package dev.hansa.credentials;

import java.util.List;

/// Which claims an issuer makes selectively disclosable.
public record SelectiveDisclosure(List<ClaimPath> paths) {
  public static final SelectiveDisclosure NONE = new SelectiveDisclosure(List.of());

  public SelectiveDisclosure {
    paths = List.copyOf(paths);
    for (var path : paths) {
      if (path.segments().getFirst() instanceof ClaimPath.Segment.Name(var name)
          && path.segments().size() == 1
          && Disclosing.NEVER.contains(name)) {
        throw new IllegalArgumentException("this claim is never selectively disclosable");
      }
    }
  }
}
