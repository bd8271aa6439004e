package io.github.riskyproxmox.simulator;

/** The kinds of guests, with the words by which Proxmox names them in different places. */
enum GuestKind {
  /** A virtual machine. */
  VM("qemu", "qm", "VM", "vm", "qemu-server"),
  /** A container. */
  CONTAINER("lxc", "vz", "CT", "ct", "lxc");

  private final String pathWord;
  private final String taskPrefix;
  private final String word;
  private final String haWord;
  private final String directory;

  GuestKind(String pathWord, String taskPrefix, String word, String haWord, String directory) {
    this.pathWord = pathWord;
    this.taskPrefix = taskPrefix;
    this.word = word;
    this.haWord = haWord;
    this.directory = directory;
  }

  /** In paths and as a resource's type. */
  String pathWord() {
    return pathWord;
  }

  /** The type of the task for that action, such as {@code vzstart}. */
  String task(String action) {
    return taskPrefix + action;
  }

  /** In messages. */
  String word() {
    return word;
  }

  /** The id of the HA resource, such as {@code ct:201}. */
  String haId(int vmid) {
    return haWord + ":" + vmid;
  }

  /** The directory of its configuration files. */
  String directory() {
    return directory;
  }
}
