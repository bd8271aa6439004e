package io.github.riskyproxmox.web.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/** The devices and themes the page is looked at with. */
enum Screenshot {
  /** A desktop, dark. */
  DESKTOP_DARK(1280, 800, ColorScheme.DARK, false),
  /** A desktop, light. */
  DESKTOP_LIGHT(1280, 800, ColorScheme.LIGHT, false),
  /** A phone, dark. */
  PHONE_DARK(390, 844, ColorScheme.DARK, true),
  /** A phone, light. */
  PHONE_LIGHT(390, 844, ColorScheme.LIGHT, true);

  private final int width;
  private final int height;
  private final ColorScheme scheme;
  private final boolean phone;

  Screenshot(int width, int height, ColorScheme scheme, boolean phone) {
    this.width = width;
    this.height = height;
    this.scheme = scheme;
    this.phone = phone;
  }

  /** For a browser context of that kind. */
  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(scheme)
        .setHasTouch(phone)
        .setIsMobile(phone)
        .setReducedMotion(ReducedMotion.REDUCE);
  }
}
