package dev.hansa.bench;

/// The most memory that the house's process ever had resident, cast and loads of this run included.
final class HouseMemory implements Measurement {
  private static final double TARGET = 1024;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String what() {
    return "resident memory of all services, at most (VmHWM)";
  }

  @Override
  public Row measure(Stand stand) throws Exception {
    return inUnit(" MB", stand.peopled().residentMegabytesMax(), TARGET);
  }
}
