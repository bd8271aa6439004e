package io.github.riskyproxmox.config;

import io.github.riskyproxmox.domain.vm.Vm;
import java.util.regex.Pattern;

/**
 * The VM that FALLBACK_VM names.
 *
 * @param value its vmid in digits, or its name exactly as in Proxmox
 */
public record FallbackVm(String value) {
  private static final Pattern VMID = Pattern.compile("[1-9]\\d{2,8}");
  // pve-common, PVE/JSONSchema.pm, format dns-name: a VM has no other name.
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException with a message that says what to write instead
   */
  public FallbackVm {
    if (!(DIGITS.matcher(value).matches() ? VMID : NAME).matcher(value).matches()) {
      throw new IllegalArgumentException(
          "FALLBACK_VM is \""
              + Secret.shown(value)
              + "\"; write the vmid of a VM, such as 101, or its name as Proxmox shows it, such as"
              + " kiosk.");
    }
  }

  /** Whether it means that VM. Several VMs can have the same name. */
  public boolean means(Vm vm) {
    return value.equals(VMID.matcher(value).matches() ? vm.id().toString() : vm.name());
  }

  @Override
  public String toString() {
    return value;
  }
}
