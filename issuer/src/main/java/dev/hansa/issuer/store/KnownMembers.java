package dev.hansa.issuer.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hansa.identity.MalformedInput;
import java.util.Set;

/// What a `tenant.json` may say. A misspelt member is refused by its name: passed over, it would
/// leave a restriction out that its operator believes in.
final class KnownMembers {
  /// How much of a name that is none is repeated.
  private static final int NAME_MAX = 64;

  private KnownMembers() {}

  static void require(ObjectNode json, Set<String> members, String where) {
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!members.contains(name)) {
            throw new MalformedInput(
                where + " has no member " + name.substring(0, Math.min(name.length(), NAME_MAX)));
          }
        });
  }

  /// False where it is absent; `"yes"` is neither true nor false.
  static boolean flag(ObjectNode json, String name, String where) {
    if (!json.has(name)) {
      return false;
    }
    if (!json.path(name).isBoolean()) {
      throw new MalformedInput(where + "." + name + " is true or false");
    }
    return json.path(name).booleanValue();
  }
}
