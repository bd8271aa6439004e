package io.github.riskyproxmox.domain.launch;

import java.util.Optional;

/**
 * What is wrong with the record of launches has changed.
 *
 * @param words a sentence for people; empty if nothing is wrong any more
 */
public record JournalTrouble(Optional<String> words) {}
