package io.github.riskyproxmox.domain.vm;

/** The two kinds of guests that Proxmox has. */
public enum GuestType {
  /** A virtual machine. */
  QEMU("qemu"),
  /** A container. */
  LXC("lxc");

  private final String pathWord;

  GuestType(String pathWord) {
    this.pathWord = pathWord;
  }

  /** Its name in the paths of Proxmox's API and in its lists. */
  public String pathWord() {
    return pathWord;
  }
}
