# Sourced by script/demo and script/test: sees to it that what they need is there. POSIX sh.

# Says one sentence and ends.
fail() {
    echo "$(basename "$0"): $1" >&2
    exit 2
}

can_install() {
    command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" -eq 0 ]
}

# Installs the first of the packages that there is. The list of packages is fetched once.
install_first_of() {
    if [ -z "${package_list_is_fresh:-}" ]; then
        apt-get update -qq >&2 || true
        package_list_is_fresh=yes
    fi
    for package in "$@"; do
        if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >&2; then
            return 0
        fi
    done
    return 1
}

# The major version of the JDK that Maven will use; nothing if there is none.
jdk_version() {
    javac=javac
    [ -z "${JAVA_HOME:-}" ] || javac=$JAVA_HOME/bin/javac
    "$javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p'
}

need_jdk_and_maven() {
    jdk=$(jdk_version)
    if [ "${jdk:-0}" -lt 21 ]; then
        [ -z "${JAVA_HOME:-}" ] || fail "JAVA_HOME is $JAVA_HOME, which is no JDK 21 or newer; correct or unset it."
        can_install || fail "a JDK 21 or newer is needed; on Debian: apt-get install openjdk-25-jdk-headless."
        install_first_of openjdk-25-jdk-headless openjdk-21-jdk-headless \
            || fail "a JDK 21 or newer is needed, and apt-get could not install one."
    fi
    if ! command -v mvn >/dev/null 2>&1; then
        can_install || fail "Maven 3.8 or newer is needed; on Debian: apt-get install maven."
        install_first_of maven || fail "Maven is needed, and apt-get could not install it."
    fi
}
