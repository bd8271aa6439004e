# Sourced by script/demo, script/test and script/bench: finds or installs what they need. POSIX sh.

# Prints one sentence and exits.
fail() {
    echo "$(basename "$0"): $1" >&2
    exit 2
}

can_install() {
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]
}

# Installs the first of the given packages that the system offers. Fetches the package lists once.
install_first_of() {
    if [ -z "${package_lists_are_fresh:-}" ]; then
        apt-get update -qq >&2 || true
        package_lists_are_fresh=yes
    fi
    for package in "$@"; do
        apt-cache show "$package" >/dev/null 2>&1 || continue
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2; then
            return 0
        fi
    done
    return 1
}

# The same for a server of the tests, which neither starts now nor at the next boot.
install_server() {
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { made=$policy && printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"; }
    status=0
    install_first_of "$1" || status=$?
    [ -z "${made:-}" ] || rm -f "$made"
    ! command -v systemctl >/dev/null 2>&1 || systemctl disable --quiet "$2" >/dev/null 2>&1 || true
    return "$status"
}

oldest_java=21
jvm_directory=/usr/lib/jvm

# Prints the major version of the JDK in directory $1; prints nothing if there is no JDK.
jdk_version() {
    [ -x "$1/bin/javac" ] || return 0
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true)
    [ -n "$major" ] || major=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
    echo "$major"
}

is_new_enough() {
    major=$(jdk_version "$1")
    [ "${major:-0}" -ge "$oldest_java" ]
}

# Prints the JDK under $jvm_directory with the newest LTS release (21, 25, 29, ...), else the newest JDK.
newest_jdk() {
    for home in "$jvm_directory"/*; do
        if is_new_enough "$home"; then
            echo "$((major % 4 == 1)) $major $home"
        fi
    done | sort -k 1,1nr -k 2,2nr | head -n 1 | cut -d ' ' -f 3-
}

# Prints the JDK to use when JAVA_HOME names none: the PATH's, else the best one under $jvm_directory.
other_jdk() {
    if javac=$(command -v javac); then
        home=$(dirname -- "$(dirname -- "$(readlink -f -- "$javac")")")
        if is_new_enough "$home"; then
            echo "$home"
            return
        fi
    fi
    newest_jdk
}

# Exports JAVA_HOME: Maven and the launcher use it. Debian's java and javac can be of different versions.
need_jdk() {
    [ -z "${JAVA_HOME:-}" ] || ! is_new_enough "$JAVA_HOME" || return 0
    found=$(other_jdk)
    if [ -z "$found" ] && can_install && install_first_of openjdk-25-jdk-headless openjdk-21-jdk-headless; then
        found=$(other_jdk)
    fi
    [ -n "$found" ] || fail "JDK $oldest_java or newer is needed and was not found: on Debian 13 run apt-get install openjdk-25-jdk-headless; elsewhere (Debian 12 offers only 17) unpack a JDK 25, for example from https://adoptium.net, and set JAVA_HOME to it."
    [ -z "${JAVA_HOME:-}" ] \
        || echo "$(basename "$0"): JAVA_HOME is $JAVA_HOME, which is no JDK $oldest_java or newer; using $found." >&2
    JAVA_HOME=$found
    export JAVA_HOME
}

need_jdk_and_maven() {
    need_jdk
    if ! command -v mvn >/dev/null 2>&1; then
        can_install || fail "Maven 3.8 or newer is needed; on Debian: apt-get install maven."
        install_first_of maven || fail "Maven is needed, and apt-get could not install it."
    fi
    # Since 24 Java warns of what a library of Maven does; Java 21 does not know this option.
    if [ "$(jdk_version "$JAVA_HOME")" -ge 24 ]; then
        MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
        export MAVEN_OPTS
    fi
}

# Removes what an earlier build has compiled: Maven keeps the classes of sources that are gone, and the server would
# find their annotations. To be called in the root of the repository.
forget_earlier_build() {
    rm -rf target/classes target/risky-proxmox-agent target/dist
}
