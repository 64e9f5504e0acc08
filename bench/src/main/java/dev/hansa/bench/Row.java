package dev.hansa.bench;

/// One line of the table: what was measured, and beside it the limit or peer that the same run
/// measured.
///
/// @param perSecond operations a second; for `unit` other than `/s`, the value in that unit
/// @param target what the project aims at, in the same unit; 0 for none
/// @param limit the limit's own figure, in the same unit; 0 for none
public record Row(
    String what, double perSecond, String unit, double target, String limitName, double limit) {
  public static Row rate(
      String what, double perSecond, double target, String limitName, double limit) {
    return new Row(what, perSecond, "/s", target, limitName, limit);
  }

  boolean isMet() {
    return unit.equals("/s") ? perSecond >= target : perSecond <= target;
  }
}
