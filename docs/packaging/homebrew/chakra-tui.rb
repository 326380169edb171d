# Not tried: written without a Mac at hand. docs/packaging/README.md says what to check first.
# `homepage`, `url` and `sha256` are placeholders until there is a release.
class ChakraTui < Formula
  desc "Send WhatsApp template messages through ChakraHQ from a terminal"
  homepage "https://chakra-tui.invalid/"
  url "https://chakra-tui.invalid/releases/chakra-tui-0.1.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"

  depends_on "cmake" => :build
  depends_on "ninja" => :build
  depends_on "pkgconf" => :build
  depends_on "cjson"
  depends_on "curl" # 7.85; keg-only on macOS
  depends_on "inih"
  depends_on "libmicrohttpd"
  depends_on "ncurses" # wide characters; keg-only on macOS
  depends_on "openssl@3"
  depends_on "sqlite" # keg-only on macOS
  depends_on "utf8proc"

  def install
    system "cmake", "-S", ".", "-B", "build", "-G", "Ninja", "-DCHAKRA_TESTS=OFF", *std_cmake_args
    system "cmake", "--build", "build"
    system "cmake", "--install", "build"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/chakra-tui --version")
    sent = shell_output("#{bin}/chakra-tui --sandbox send --template hello_world --language en_US " \
                        "--to 15550001234 --json")
    assert_match "accepted", sent
  end
end
