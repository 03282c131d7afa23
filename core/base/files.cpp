#include "core/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace adapnet {

namespace {

// Closes a file descriptor on every way out.
class Descriptor {
  public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }
    int closeNow() { return ::close(std::exchange(m_fd, -1)); }

  private:
    int m_fd;
};

tl::unexpected<Error> ioError(const std::string& action, const fs::path& path, int number) {
    return fail(number == ENOENT ? ErrorCode::NotFound : ErrorCode::Io,
                "cannot " + action + " '" + displayPath(path) + "': " + std::strerror(number));
}

// An unnamed file of this folder vanishes with its process, so that a killed one leaves nothing behind. -1
// where the file system has none, or where it could not be given a name afterwards.
int openUnnamed(const fs::path& folder) {
    if (::access("/proc/self/fd", X_OK) != 0) return -1;
    return ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0644);
}

bool giveName(int fd, const fs::path& name) {
    const std::string link = "/proc/self/fd/" + std::to_string(fd);
    ::unlink(name.c_str());  // of an earlier process with our number
    return ::linkat(AT_FDCWD, link.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
}

fs::path folderFromEnvironment(const char* variable, const char* belowHome) {
    if (const char* value = std::getenv(variable); value != nullptr && *value == '/')
        return fs::path(value) / "adapnet";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return fs::path(home) / belowHome / "adapnet";
    return fs::temp_directory_path() / "adapnet";
}

}  // namespace

Result<std::vector<std::byte>> readFile(const fs::path& path, std::uint64_t maxBytes) {
    // O_NONBLOCK: opening a named pipe in a gallery folder must not wait for a writer.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.get() < 0) return ioError("read", path, errno);
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return ioError("read", path, errno);
    if (!S_ISREG(info.st_mode))
        return fail(ErrorCode::Io, "'" + displayPath(path) + "' is not a regular file");
    if (static_cast<std::uint64_t>(info.st_size) > maxBytes)
        return fail(ErrorCode::TooLarge, "'" + displayPath(path) + "' has " + std::to_string(info.st_size) +
                                             " bytes, more than the limit of " + std::to_string(maxBytes));
    std::vector<std::byte> bytes(static_cast<std::size_t>(info.st_size));
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return ioError("read", path, errno);
        if (count == 0) break;  // shortened while being read: what is left is what there is
        filled += static_cast<std::size_t>(count);
    }
    bytes.resize(filled);
    return bytes;
}

Result<std::string> readTextFile(const fs::path& path, std::uint64_t maxBytes) {
    const auto bytes = readFile(path, maxBytes);
    if (!bytes) return fail(bytes.error());
    return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

Result<void> writeFileSafely(const fs::path& path, std::span<const std::byte> bytes) {
    static std::atomic<unsigned> counter{0};
    fs::path temporary = path;
    temporary += ".part-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
    const auto giveUp = [&](const char* action, int number) {
        ::unlink(temporary.c_str());
        return ioError(action, path, number);
    };
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    const int unnamed = openUnnamed(folder);
    Descriptor file(unnamed >= 0 ? unnamed
                                 : ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return ioError("write", path, errno);
    std::size_t written = 0;
    while (written < bytes.size()) {
        const ssize_t count = ::write(file.get(), bytes.data() + written, bytes.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return giveUp("write", count < 0 ? errno : ENOSPC);
        written += static_cast<std::size_t>(count);
    }
    if (::fsync(file.get()) != 0) return giveUp("write", errno);
    if (unnamed >= 0 && !giveName(unnamed, temporary)) return giveUp("write", errno);
    if (file.closeNow() != 0) return giveUp("write", errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) return giveUp("replace", errno);
    // The new name must survive a power cut as well; some file systems cannot sync folders, which is no
    // error.
    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() >= 0) ::fsync(directory.get());
    return {};
}

Result<void> writeFileSafely(const fs::path& path, std::string_view text) {
    return writeFileSafely(path, std::as_bytes(std::span(text.data(), text.size())));
}

fs::path userCacheFolder() {
    return folderFromEnvironment("XDG_CACHE_HOME", ".cache");
}

fs::path userDataFolder() {
    return folderFromEnvironment("XDG_DATA_HOME", ".local/share");
}

std::string displayPath(const fs::path& path) {
    return validUtf8(path.native());
}

std::string validUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80                    ? 1
                                   : lead >= 0xC2 && lead <= 0xDF ? 2
                                   : lead >= 0xE0 && lead <= 0xEF ? 3
                                   : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                                  : 0;
        bool good = length > 0 && i + length <= text.size();
        for (std::size_t k = 1; good && k < length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            // Overlong forms, surrogates and values above U+10FFFF differ in the second byte only.
            const unsigned low = k > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            const unsigned high = k > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            good = byte >= low && byte <= high;
        }
        if (good) {
            out.append(text.substr(i, length));
            i += length;
        } else {
            out += "\xEF\xBF\xBD";
            ++i;
        }
    }
    return out;
}

}  // namespace adapnet
